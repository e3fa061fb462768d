/** A command of an applicant on an application of their party, answered with how it stands then. */
import type { Application } from "../../shared/application/application.ts";
import type { Case, Rules } from "../../shared/application/case.ts";
import type { EventBody } from "../../shared/application/event.ts";
import { type Beside, carryOutOnce, type Once } from "../command.ts";
import type { Caller, HttpAnswer } from "../contract.ts";
import { store, world } from "../wiring.ts";
import { admitMember } from "./member.ts";

interface Request {
  readonly params: { readonly application: string };
  readonly caller: Caller;
  readonly digest: string;
  readonly idempotencyKey?: string;
}

export interface MemberDecision {
  readonly events: readonly EventBody[];
  readonly beside?: readonly Beside[];
}

/** @throws Problem `not-found` for whoever does not act for the application's party */
export async function commandOfMember(
  request: Request,
  decide: (kase: Case) => Promise<MemberDecision> | MemberDecision,
  answer: (application: Application, rules: Rules) => HttpAnswer,
): Promise<HttpAnswer> {
  return carryOutOnce(
    world(),
    request.params.application,
    onceOf(request),
    async (kase) => {
      const { actor, held } = await admitMember(store(), request.caller, kase.application);
      const { events, beside = [] } = await decide(kase);
      return { actor, events, beside: [held, ...beside] };
    },
    answer,
  );
}

/** The request's idempotency key, where it has one. Keys belong to the person who sends them. */
export function onceOf(request: {
  readonly caller: Caller;
  readonly digest: string;
  readonly idempotencyKey?: string;
}): Once | undefined {
  const { caller, digest, idempotencyKey } = request;
  return idempotencyKey === undefined
    ? undefined
    : { subject: `${caller.pool}#${caller.person}`, key: idempotencyKey, request: digest };
}
