/** Admits an applicant to an application of a party they act for; to all others it does not exist. */
import type { Application } from "../../shared/application/application.ts";
import type { Actor } from "../../shared/application/event.ts";
import { Problem } from "../../shared/problem.ts";
import { check } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Store } from "../../shared/store/store.ts";
import type { Beside } from "../command.ts";
import type { Caller } from "../contract.ts";

export interface Membership {
  readonly actor: Actor;
  /** Holds the write to the membership still being there. */
  readonly held: Beside;
}

/** @throws Problem `not-found` for whoever does not act for the application's party */
export async function admitMember(
  store: Store,
  { person }: Caller,
  { party }: Pick<Application, "party">,
): Promise<Membership> {
  const membership = await store.table.get(keys.membership(person, party));
  if (!membership) throw new Problem("not-found");
  return {
    actor: { kind: "applicant", person, party },
    held: {
      write: check(keys.membership(person, party), "present"),
      otherwise: () => new Problem("not-found"),
    },
  };
}

/** An application with its membership. @throws Problem `not-found` */
export async function loadOwn(store: Store, caller: Caller, id: string): Promise<Application> {
  const application = await store.applications.load(id);
  if (!application) throw new Problem("not-found");
  await admitMember(store, caller, application);
  return application;
}

/** The party that a person means: the one they name, or their only one. */
export async function partyOf(
  store: Store,
  { person }: Caller,
  named: string | undefined,
): Promise<string> {
  const parties = await store.people.partiesOf(person);
  if (named !== undefined) {
    if (!parties.includes(named)) throw new Problem("not-found");
    return named;
  }
  const [only, ...others] = parties;
  if (only !== undefined && others.length === 0) return only;
  throw new Problem("validation-failed", {
    faults: [
      {
        pointer: "/party",
        code: parties.length === 0 ? "no-party" : "required",
        detail:
          parties.length === 0
            ? {
                en: "You act for no applicant yet: register one with POST /parties.",
                vi: "Bạn chưa đại diện cho ai: hãy đăng ký bằng POST /parties.",
              }
            : {
                en: `Say for whom: ${parties.join(", ")}.`,
                vi: `Hãy chọn người nộp hồ sơ: ${parties.join(", ")}.`,
              },
      },
    ],
  });
}
