import type { Case, Rules } from "../../shared/application/case.ts";
import { type Change, changed } from "../../shared/application/change.ts";
import { beginRenewal } from "../../shared/application/commands/renew.ts";
import type { Actor, EventBody, Renewed } from "../../shared/application/event.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { newId } from "../../shared/id.ts";
import { Problem } from "../../shared/problem.ts";
import { commitWrites } from "../../shared/store/applications.ts";
import { put, type Write } from "../../shared/store/client.ts";
import { carriedTo, documentWrite, type StoredDocument } from "../../shared/store/documents.ts";
import * as keys from "../../shared/store/keys.ts";
import { currentVersion } from "../../workflows/registry.ts";
import { carryOutOnce } from "../command.ts";
import { http } from "../runtime.ts";
import { numberOf } from "../schemas.ts";
import { clock, random, realClock, store, world } from "../wiring.ts";
import { onceOf } from "./command.ts";
import { contentsOf } from "./contents.ts";
import { renewLicence } from "./contracts/licences.ts";
import { admitMember } from "./member.ts";
import { viewOf } from "./view.ts";

/** A draft that holds what the file before it held: nothing is asked twice. */
export const handler = http(renewLicence, async (request) => {
  const { params, caller, language } = request;
  const before = await store().licences.byNumber(numberOf(params.number));
  if (before === undefined) throw new Problem("not-found");
  const id = newId(clock, random);
  let draft: Draft | undefined;
  return carryOutOnce(
    world(),
    before,
    onceOf(request),
    async (kase) => {
      const { actor, held } = await admitMember(store(), caller, kase.application);
      const { renewal } = kase.application;
      const earlier = renewal ? await store().applications.load(renewal) : undefined;
      const { events, renews } = beginRenewal(kase, id, earlier);
      draft = await draftOf(kase, id, renews, actor);
      return { actor, events, beside: [held, ...draft.writes.map((write) => ({ write }))] };
    },
    () => {
      if (!draft) throw new Error("a renewal has a draft");
      return {
        status: 201,
        headers: { location: `/applications/${id}` },
        body: viewOf(draft.change.after, draft.rules, language),
      };
    },
  );
});

interface Draft {
  readonly change: Change;
  readonly rules: Rules;
  readonly writes: readonly Write[];
}

/** @throws Problem `permit-closed` where the permit takes no new applications */
async function draftOf(kase: Case, id: string, renews: Renewed, actor: Actor): Promise<Draft> {
  const { application, calendar, now } = kase;
  const permit = currentVersion(application.permit, formatDay(calendar.dayOf(now)));
  if (!permit) throw new Problem("permit-closed");
  const { answers, digest, documents } = await contentsOf(store(), kase);
  const kinds = new Set(permit.documents.map(({ id }) => id));
  const carried = newestOfEachKind(documents).filter(({ kind }) => kinds.has(kind));
  const { authority, place, party, applicantKind, language } = application;
  const events: EventBody[] = [
    {
      ...{ type: "DraftCreated", permit: permit.id, permitVersion: permit.version, renews },
      ...{ authority, place, party, applicantKind, language },
    },
    ...carried.map(
      ({ id: document, kind }): EventBody => ({
        type: "DocumentAdded",
        document,
        kind,
      }),
    ),
  ];
  const change = changed(id, undefined, events, actor, now);
  return {
    change,
    rules: { ...kase, permit },
    writes: [
      ...commitWrites({ change, wake: undefined, redriveAt: realClock.now() }),
      put({ ...keys.answers(id), answers, digest }),
      ...carried.map((document) => documentWrite(carriedTo(id, document, now))),
    ],
  };
}

function newestOfEachKind(documents: readonly StoredDocument[]): StoredDocument[] {
  const clean = documents.filter(({ status }) => status === "clean");
  const byAge = clean.toSorted((a, b) => a.addedAfter - b.addedAfter);
  return [...new Map(byAge.map((document) => [document.kind, document])).values()];
}
