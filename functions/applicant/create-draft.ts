import { unservedStages } from "../../shared/application/units.ts";
import { digest as digestOf } from "../../shared/audit/chain.ts";
import { placeOf } from "../../shared/authority/authority.ts";
import { grants } from "../../shared/authority/override.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { newId } from "../../shared/id.ts";
import { type Fault, Problem } from "../../shared/problem.ts";
import { put } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Text } from "../../shared/text.ts";
import { currentVersion, permits } from "../../workflows/registry.ts";
import { begin } from "../command.ts";
import { http } from "../runtime.ts";
import { clock, findJurisdiction, random, store, world } from "../wiring.ts";
import { onceOf } from "./command.ts";
import { UNSERVED_PLACE } from "./contents.ts";
import { createDraft } from "./contracts/drafts.ts";
import { admitMember, partyOf } from "./member.ts";
import { viewOf } from "./view.ts";

export const handler = http(createDraft, async (request) => {
  const { body, caller, language } = request;
  const known = await findJurisdiction(body.authority);
  if (!known) throw refused("/authority", UNKNOWN_AUTHORITY);
  const { authority, calendar } = known;
  const now = clock.now();
  const permit = currentVersion(body.permit, formatDay(calendar.dayOf(now)));
  if (!permits.some(({ id }) => id === body.permit)) throw refused("/permit", UNKNOWN_PERMIT);
  if (!permit) throw new Problem("permit-closed");
  if (!grants(authority, permit)) throw refused("/authority", UNKNOWN_AUTHORITY);
  if (!placeOf(authority, body.place)) throw refused("/place", UNKNOWN_PLACE);
  // Its file would stand still where nobody acts.
  if (unservedStages(authority, permit, body.place).length > 0) {
    throw refused("/place", UNSERVED_PLACE);
  }
  const id = newId(clock, random);
  const partyId = await partyOf(store(), caller, body.party);
  const party = await store().people.party(partyId);
  if (!party) throw new Problem("not-found");
  if (!permit.applicants.includes(party.kind)) throw refused("/party", WRONG_KIND);
  const { actor, held } = await admitMember(store(), caller, { party: partyId });
  const answers = body.answers ?? {};
  const rules = { permit, authority, calendar };
  return begin(
    world(),
    id,
    rules,
    onceOf(request),
    {
      actor,
      events: [
        {
          type: "DraftCreated",
          permit: permit.id,
          permitVersion: permit.version,
          authority: authority.id,
          place: body.place,
          party: partyId,
          applicantKind: party.kind,
          language: party.language,
        },
      ],
      beside: [held, { write: put({ ...keys.answers(id), answers, digest: digestOf(answers) }) }],
    },
    (application) => ({
      status: 201,
      headers: { location: `/applications/${id}` },
      body: viewOf(application, rules, language),
    }),
  );
});

function refused(pointer: string, detail: Text): Problem {
  const fault: Fault = { pointer, code: "unknown", detail };
  return new Problem("validation-failed", { faults: [fault] });
}

const UNKNOWN_AUTHORITY: Text = {
  en: "No authority of this id grants this permit; GET /authorities lists them.",
  vi: "Không có cơ quan này; xem GET /authorities.",
};
const UNKNOWN_PLACE: Text = {
  en: "The authority has no place of this code; GET /authorities lists them.",
  vi: "Cơ quan không có địa bàn này; xem GET /authorities.",
};
const WRONG_KIND: Text = {
  en: "This kind of applicant cannot ask for this permit.",
  vi: "Đối tượng này không được đề nghị cấp giấy phép này.",
};
const UNKNOWN_PERMIT: Text = {
  en: "There is no permit of this id; GET /permits lists them.",
  vi: "Không có thủ tục này; xem GET /permits.",
};
