/** A licence after its issue: suspended, in force again, revoked, given back; and what all can see. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import type { JwkSet } from "../../shared/verifier/keys.ts";
import { verify } from "../../shared/verifier/primitives/node.ts";
import { anonymously, inPath, licensed, newKey, type Office } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;
let minh: Person;
let officers: Office;
let hoian: Person;

beforeAll(async () => {
  platform = await openPlatform();
  const as = (id: string) => signIn(platform.url, id);
  lan = await as("lan");
  minh = await as("minh");
  officers = {
    reception: await as("dienban-reception"),
    appraisal: await as("dienban-appraiser"),
    head: await as("dienban-head"),
    signing: await as("dienban-leader"),
  };
  hoian = await as("hoian-leader");
});
afterAll(() => platform?.close());

const everybody = () => anonymously(platform.url);
const verdictOn = async (licence: string) =>
  (await everybody().post("/verifications", { licence })).body;
const lookUp = (number: string) => everybody().get(`/licences/${inPath(number)}`);
const decides = (who: Person, number: string, what: string, reason: string, more: object = {}) =>
  who.post(`/licences/${inPath(number)}/${what}`, { reason, ...more }, newKey());

/** What a verifier of its own says, by what this platform publishes at this moment. */
async function offline(licence: string) {
  await platform.runNow("publish-status-lists");
  return byWhatIsPublished(licence);
}

async function byWhatIsPublished(licence: string) {
  const keys = (await everybody().get("/.well-known/jwks.json")).body as JwkSet;
  const { body: list } = await everybody().get("/status-lists/vn-quang-nam-1");
  return verify({ licence, keys, statusList: list, at: platform.clock?.now() ?? 0 });
}

describe("the life of a licence", () => {
  it("is verified among a thousand as it is by itself", async () => {
    const { licence } = await licensed(lan, officers);
    const forms = [licence.sdJwt, licence.qr, licence.sdJwt.replace(/^..../, "AAAA"), "nonsense"];
    const each = await Promise.all(forms.map(verdictOn));
    const licences = Array.from({ length: 1000 }, (_, at) => forms[at % forms.length]);
    const { body } = await everybody().post("/verifications/batch", { licences });
    expect(body.verdicts).toHaveLength(1000);
    licences.forEach((_, at) => {
      expect(body.verdicts[at]).toEqual(each[at % forms.length]);
    });
    const tooMany = await everybody().post("/verifications/batch", {
      licences: [...licences, "x"],
    });
    expect(tooMany.body.errors).toMatchObject([{ pointer: "/licences", code: "too-many" }]);
  });

  it("stands in the status list as soon as it is changed, before the list's schedule comes", async () => {
    const { licence } = await licensed(lan, officers);
    await platform.runNow("publish-status-lists");
    await decides(officers.signing, licence.number, "suspension", "under-inspection");
    const published = () => byWhatIsPublished(licence.sdJwt);
    const seen = await eventually(published, ({ kind }) => kind === "suspended", 20_000);
    expect(seen).toMatchObject({ kind: "suspended" });
  });

  it("goes from force to suspension, back, and to its revocation, and everybody can see it", async () => {
    const { licence } = await licensed(lan, officers);
    const { number, sdJwt, qr } = licence;
    expect((await verdictOn(sdJwt)).verdict).toBe("valid");
    expect((await verdictOn(qr)).verdict).toBe("valid");
    expect((await lookUp(number)).body).toMatchObject({ number, status: "active" });

    const suspended = await decides(officers.signing, number, "suspension", "under-inspection");
    expect(suspended.body).toMatchObject({ status: "suspended", reason: "under-inspection" });
    expect((await offline(sdJwt)).kind).toBe("suspended");
    expect((await offline(qr)).kind).toBe("suspended");
    expect((await lookUp(number)).body).toMatchObject({ status: "suspended" });

    const again = await decides(officers.signing, number, "reinstatement", "ground-removed");
    expect(again.body).toMatchObject({ status: "active" });
    expect((await offline(sdJwt)).kind).toBe("valid");

    const revoked = await decides(officers.signing, number, "revocation", "false-documents");
    expect(revoked.body).toMatchObject({ status: "revoked" });
    expect(await offline(sdJwt)).toMatchObject({ kind: "no-longer-in-force" });
    const { body: shown } = await lookUp(number);
    expect(shown).toMatchObject({ number, status: "revoked", reason: "false-documents" });
    expect(JSON.stringify(shown)).not.toContain("Lan");
    // The API remembers a list for seconds; it names the end once it has read the new one.
    await expect
      .poll(() => verdictOn(sdJwt), { timeout: 15_000 })
      .toMatchObject({ verdict: "no-longer-in-force", status: "revoked" });

    for (const [what, reason] of [
      ["suspension", "under-inspection"],
      ["reinstatement", "ground-removed"],
      ["revocation", "false-documents"],
    ] as const) {
      expect((await decides(officers.signing, number, what, reason)).body.code).toBe("wrong-state");
    }
    const { body: trail } = await officers.head.get(
      `/audit/${(await anApplication(number)) ?? ""}`,
    );
    const decided = trail.events.filter(
      ({ body }: { body: { type: string } }) => body.type === "LicenceStatusDecided",
    );
    expect(decided.map(({ body }: { body: { action: string } }) => body.action)).toEqual([
      "suspend",
      "reinstate",
      "revoke",
    ]);
    const { body: mails } = await everybody().get("/mailbox.json?to=lan@nguyenthilan.example");
    const subjects = mails.map(({ subject }: { subject: string }) => subject);
    expect(subjects).toContain(`${number}: bị thu hồi`);
  });

  it("is changed from a day on that is decided before it, and not sooner", async () => {
    const { licence } = await licensed(lan, officers);
    const { number, sdJwt } = licence;
    const tomorrow = new Date((platform.clock?.now() ?? 0) + 31 * 3_600_000);
    const effectiveOn = tomorrow.toISOString().slice(0, 10);
    const past = await decides(officers.signing, number, "revocation", "conditions-lost", {
      effectiveOn: "2020-01-01",
    });
    expect(past.body).toMatchObject({ code: "validation-failed" });
    const decided = await decides(officers.signing, number, "revocation", "conditions-lost", {
      effectiveOn,
    });
    expect(decided.body).toMatchObject({ status: "active", next: { status: "revoked" } });
    expect((await offline(sdJwt)).kind).toBe("valid");
    platform.clock?.advance(48 * 3_600_000);
    expect((await offline(sdJwt)).kind).toBe("no-longer-in-force");
    expect((await lookUp(number)).body.status).toBe("revoked");
  });

  it("ends when its holder gives it back, and nobody else can", async () => {
    const { licence } = await licensed(lan, officers);
    const { number, sdJwt } = licence;
    expect((await decides(minh, number, "surrender", "business-ended")).status).toBe(404);
    expect((await decides(lan, number, "surrender", "false-documents")).status).toBe(422);
    const given = await decides(lan, number, "surrender", "business-ended");
    expect(given.body).toMatchObject({ status: "surrendered" });
    expect((await offline(sdJwt)).kind).toBe("no-longer-in-force");
    expect((await lookUp(number)).body.status).toBe("surrendered");
  });

  it("is decided on by the office that granted it, and by no other", async () => {
    const { licence } = await licensed(lan, officers);
    const { number } = licence;
    for (const other of [officers.reception, officers.appraisal, officers.head, hoian]) {
      const refused = await decides(other, number, "suspension", "under-inspection");
      expect(refused.status, other.id).toBe(404);
    }
    const unknown = await decides(officers.signing, number, "suspension", "no-such-reason");
    expect(unknown.body.errors).toMatchObject([{ pointer: "/reason", code: "unknown-code" }]);
    expect((await lookUp(number)).body.status).toBe("active");
  });

  it("is shown as expired when its term is over, never as in force", async () => {
    const { licence } = await licensed(lan, officers);
    const { number, sdJwt } = licence;
    platform.clock?.advance(6 * 366 * 86_400_000);
    expect((await offline(sdJwt)).kind).toBe("expired");
    expect((await lookUp(number)).body.status).toBe("expired");
    const late = await decides(officers.signing, number, "suspension", "under-inspection");
    expect(late.body.code).toBe("wrong-state");
  });

  it("is not told of by a number that nobody has", async () => {
    const absent = await lookUp("9999/2026/GP-H47.21");
    const odd = await everybody().get("/licences/%00");
    expect(absent.status).toBe(404);
    expect(odd.body).toEqual(absent.body);
  });
});

async function anApplication(number: string): Promise<string | undefined> {
  const { body } = await lan.get("/applications");
  return body.applications.find(({ licence }: { licence?: string }) => licence === number)?.id;
}
