import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handler } from "../../../functions/workflow/issue-licence.ts";
import type { Application } from "../../../shared/application/application.ts";
import type { Rules } from "../../../shared/application/case.ts";
import { changed } from "../../../shared/application/change.ts";
import { digest } from "../../../shared/audit/chain.ts";
import { put } from "../../../shared/store/client.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { StoredLicence } from "../../../shared/store/licences.ts";
import type { Store } from "../../../shared/store/store.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { APPLICANT, Dossier, officer, rulesOf } from "../../builders/application.ts";
import { definition } from "../../builders/definition.ts";
import { innAnswers, threeRooms } from "../../builders/grouped.ts";
import { signer } from "../../shared/licence/issuer.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { faultAt, faulty, home } from "../home.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

let sound: Store;
let close: () => Promise<void>;
let law: Rules;
beforeAll(async () => {
  ({ store: sound, close } = await openLocalStore());
  home.law = law = rulesOf(definition());
});
afterAll(() => close?.());
beforeEach(() => {
  home.fault = () => {};
  home.store = { ...sound, applications: faulty("table", sound.applications, ["commit"]) };
});

const agreed = () =>
  new Dossier(law, innAnswers())
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk", "a"))
    .at("fee")
    .paid(threeRooms)
    .at("appraisal")
    .approved("appraisal", officer("appraiser", "b"))
    .at("signing");

let count = 0;
async function stored(file: Dossier): Promise<string> {
  const id = `01k00000000000000000e${String(10_000 + count++)}`;
  let before: Application | undefined;
  for (const { events } of file.changes) {
    const bodies = events.map(({ body }) => body);
    const change = changed(id, before, bodies, APPLICANT, file.now);
    await sound.applications.commit({ change, wake: undefined, redriveAt: file.now });
    before = change.after;
  }
  const answers = innAnswers();
  await sound.table.write([put({ ...keys.answers(id), answers, digest: digest(answers) })]);
  return id;
}

const issues = (applicationId: string) => handler({ applicationId }, {} as Context);
const licence = async (id: string) => (await sound.licences.ofApplication(id)) ?? undefined;
/** How a verifier with these keys and no status list finds the SD-JWT and the CWT. */
const verdicts = (found: StoredLicence | undefined, keys: object[]) =>
  Promise.all(
    [found?.forms?.sdJwt, found?.forms?.cwt].map(async (form) => {
      const { kind } = await verify({ licence: form ?? "", keys: { keys }, at: home.now });
      return kind;
    }),
  );
const signed = () => stored(agreed().approved("signing", officer("leader", "c")));

describe("issuing a licence", () => {
  it("gives one that says what the file says, under its number", async () => {
    const id = await signed();
    await issues(id);
    const found = await licence(id);
    expect(found?.record).toMatchObject({
      holder: { name: "Quán Hoa Sen" },
      kid: home.key.kid,
      iat: Math.floor(home.now / 1000),
    });
    expect(await sound.applications.load(id)).toMatchObject({
      phase: "issued",
      licence: found?.record.number,
      closedAt: home.now,
    });
  });

  it("gives the same one again, and signs it no second time", async () => {
    const id = await signed();
    await issues(id);
    const first = await licence(id);
    home.now += 1000;
    await issues(id);
    expect(await licence(id)).toEqual(first);
  });

  it("gives one, of one number, to two executions that issue at once", async () => {
    const id = await signed();
    await Promise.all([issues(id), issues(id), issues(id)]);
    const trail = await sound.applications.trail(id);
    const numbers = trail.flatMap(({ body }) => ("number" in body ? [body.number] : []));
    expect(numbers).toHaveLength(2);
    expect(new Set(numbers)).toEqual(new Set([(await licence(id))?.record.number]));
  });

  it.each([0, 1, 2, 3, 4, 5])(
    "gives the one that was reserved after a crash at step %i",
    async (step) => {
      const id = await signed();
      const struck = faultAt(step);
      await expect(issues(id)).rejects.toThrow();
      expect(struck()).toBe(true);
      const reserved = await licence(id);
      home.now += 86_400_000;
      await issues(id);
      const found = await licence(id);
      if (reserved) expect(found?.record).toEqual(reserved.record);
      expect((await sound.applications.load(id))?.licence).toBe(found?.record.number);
    },
  );

  it("signs both forms of what was reserved by the key that it names, though another signs by now", async () => {
    const id = await signed();
    const struck = faultAt(2);
    await expect(issues(id)).rejects.toThrow();
    expect(struck()).toBe(true);
    const reserved = await licence(id);
    expect(reserved?.forms).toBeUndefined();
    const before = home.key;
    home.oldKeys = [before];
    home.key = signer();
    home.fault = () => {};
    await issues(id);
    const found = await licence(id);
    expect(found?.record).toEqual(reserved?.record);
    expect(await verdicts(found, [before.jwk])).toEqual(["status-unknown", "status-unknown"]);
    expect(await verdicts(found, [home.key.jwk])).toEqual(["unknown-issuer", "unknown-issuer"]);
    const next = await signed();
    await issues(next);
    const bothKeys = [before.jwk, home.key.jwk];
    expect((await licence(next))?.record.kid).toBe(home.key.kid);
    expect(await verdicts(await licence(next), bothKeys)).toEqual(await verdicts(found, bothKeys));
  });

  it("signs each form once", async () => {
    const id = await signed();
    let signatures = 0;
    home.fault = (where) => {
      if (where === "before signer.sign") signatures++;
    };
    await issues(id);
    await issues(id);
    expect(signatures).toBe(2);
  });

  it("gives every file a number and a place in the list of its own", async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, signed));
    await Promise.all(ids.map(issues));
    const found = await Promise.all(ids.map(licence));
    expect(new Set(found.map((each) => each?.record.number)).size).toBe(8);
    expect(new Set(found.map((each) => each?.statusIndex)).size).toBe(8);
  });

  it("gives none while one signature is missing", async () => {
    const id = await stored(agreed());
    await expect(issues(id)).rejects.toThrow("a licence is due only");
    expect(await licence(id)).toBeUndefined();
  });

  it("does not give one to a file that was refused", async () => {
    const refuses = { outcome: "refuse", reasons: ["unfit"] } as const;
    const id = await stored(agreed().decided("signing", officer("leader", "c"), refuses));
    await expect(issues(id)).rejects.toThrow("a licence is due only");
    expect(await licence(id)).toBeUndefined();
  });
});
