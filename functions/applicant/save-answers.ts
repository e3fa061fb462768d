import { saveAnswers as saving } from "../../shared/application/commands/draft.ts";
import { digest } from "../../shared/audit/chain.ts";
import { checkAnswers } from "../../shared/permit/answers.ts";
import { put } from "../../shared/store/client.ts";
import { carryOut } from "../command.ts";
import { http } from "../runtime.ts";
import { rulesFor, store, world } from "../wiring.ts";
import { answersOf, savedAt } from "./contents.ts";
import { saveAnswers } from "./contracts/drafts.ts";
import { admitMember } from "./member.ts";
import { movedCase, told } from "./moving.ts";
import { openingFor } from "./opening.ts";

export const handler = http(saveAnswers, async ({ params, body, caller, language }) => {
  const { application: id } = params;
  const application = await carryOut(world(), id, async (standing) => {
    const { actor, held } = await admitMember(store(), caller, standing.application);
    const { kase, events } = movedCase(standing);
    const before = await answersOf(store(), kase);
    const opening = await openingFor(store(), kase);
    const item = { ...savedAt(kase), answers: body, digest: digest(body) };
    return {
      actor,
      events: [...events, ...saving(opening, before?.answers, body, item.digest)],
      beside: [held, { write: put(item) }],
    };
  });
  const { permit } = await rulesFor(application);
  return { status: 200, body: { faults: checkAnswers(permit, body).map(told(language)) } };
});
