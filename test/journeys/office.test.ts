import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findIdentity } from "../../infra/local/identity/people.ts";
import type { Platform } from "../../infra/local/platform.ts";
import {
  decide,
  draft,
  inspected,
  newKey,
  pay,
  phase,
  submitted,
  taskOf,
  upload,
} from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  const ids = [
    "lan",
    "hoa",
    "minh",
    "thubon-erp",
    "dienban-reception",
    "dienban-appraiser",
    "dienban-head",
    "dienban-leader",
    "hoian-reception",
    "hoian-appraiser",
    "hoian-head",
  ];
  for (const id of ids) people[id] = await signIn(platform.url, id);
});
afterAll(() => platform?.close());

const mailsTo = async (address: string) => {
  const response = await fetch(`${platform.url}/mailbox.json?to=${address}`);
  return (await response.json()) as { subject: string; text: string }[];
};

describe("the reception asks for a supplement", () => {
  let id = "";

  it("shows the applicant what is asked, and until when", async () => {
    ({ id } = (await submitted(person("lan"))).body);
    await decide(person("dienban-reception"), id, "reception", {
      outcome: "supplement",
      documents: ["right-to-premises"],
      fields: ["/answers/telephone"],
      text: "Hợp đồng thuê thiếu trang cuối.",
    });
    const { body } = await phase(person("lan"), id, "supplement");
    expect(body.supplement).toMatchObject({
      documents: ["right-to-premises"],
      fields: ["/answers/telephone"],
      dueAt: expect.stringMatching(/T23:59:59\+07:00$/),
    });
  });

  it("lets nothing be changed but what was asked", async () => {
    const { body: file } = await person("lan").get(`/applications/${id}`);
    const other = await person("lan").put(`/applications/${id}/answers`, {
      ...file.answers,
      businessName: "Khác",
    });
    expect(other.status).toBe(422);
    expect(other.body.errors[0].pointer).toBe("/answers/businessName");
    const asked = await person("lan").put(`/applications/${id}/answers`, {
      ...file.answers,
      telephone: "0905999888",
    });
    expect(asked.status).toBe(200);
  });

  it("takes it only when what was asked is there", async () => {
    const early = await person("lan").post(`/applications/${id}/supplement`);
    expect(early.body.errors).toEqual([
      expect.objectContaining({ pointer: "/documents/right-to-premises" }),
    ]);
    await inspected(person("lan"), id, await upload(person("lan"), id, "right-to-premises"));
    expect(
      (await person("lan").post(`/applications/${id}/supplement`, undefined, newKey())).status,
    ).toBe(201);
  });

  it("gives the file back to the reception, which can ask no second time", async () => {
    const task = await taskOf(person("dienban-reception"), id, "reception");
    expect(task.round).toBe(2);
    const again = await person("dienban-reception").post(`/tasks/${task.id}/decision`, {
      outcome: "supplement",
      documents: ["right-to-premises"],
      text: "Nữa.",
    });
    expect(again.body.code).toBe("not-permitted");
    expect((await decide(person("dienban-reception"), id, "reception")).status).toBe(200);
  });

  it("sends one mail for each change of phase, in the applicant's language", async () => {
    await pay(person("lan"), id);
    await phase(person("lan"), id, "processing");
    const mails = await eventually(
      () => mailsTo("lan@nguyenthilan.example"),
      (all) => all.length >= 6,
    );
    const subjects = mails.map(({ subject }) => subject.replace(/^.*: /, "")).reverse();
    expect(subjects).toEqual([
      "đã tiếp nhận hồ sơ nộp",
      "đề nghị bổ sung hồ sơ",
      "đã tiếp nhận hồ sơ nộp",
      "đang xử lý",
      "đề nghị nộp phí, lệ phí",
      "đang xử lý",
    ]);
  });

  it("keeps a trail that the authority can read, readings included", async () => {
    const task = await taskOf(person("dienban-appraiser"), id, "appraisal");
    await person("dienban-appraiser").get(`/tasks/${task.id}`);
    const { body } = await person("dienban-head").get(`/audit/${id}`);
    const types = body.events.map(({ body }: { body: { type: string } }) => body.type);
    expect(types.filter((type: string) => type === "FileRead")).toHaveLength(2);
    expect(body.events.map(({ seq }: { seq: number }) => seq)).toEqual(
      body.events.map((_: unknown, at: number) => at + 1),
    );
  });

  it("records in the trail whoever reads on from the middle as well", async () => {
    const readings = async () => {
      const { body } = await person("dienban-head").get(`/audit/${id}`);
      return body.events.filter(
        (event: { body: { type: string } }) => event.body.type === "FileRead",
      );
    };
    const before = (await readings()).length;
    await person("dienban-head").get(`/audit/${id}?after=1`);
    expect((await readings()).length).toBe(before + 2);
  });

  it("keeps the trail from units that never had the file, and from every office while it is a draft", async () => {
    const drafted = await draft(person("lan"));
    expect((await person("hoian-head").get(`/audit/${id}`)).status).toBe(404);
    expect((await person("dienban-head").get(`/audit/${drafted}`)).status).toBe(404);
  });
});

describe("a supplement that is being written", () => {
  it("is seen by the office when it is handed in, and by its applicant at once", async () => {
    const { body: filed } = await submitted(person("lan"));
    const task = await taskOf(person("dienban-reception"), filed.id, "reception");
    const seen = async () =>
      (await person("dienban-reception").get(`/tasks/${task.id}`)).body.answers.telephone;
    await decide(person("dienban-reception"), filed.id, "reception", {
      outcome: "supplement",
      fields: ["/answers/telephone"],
      text: "Số điện thoại không liên lạc được.",
    });
    const { body: mine } = await phase(person("lan"), filed.id, "supplement");
    await person("lan").put(`/applications/${filed.id}/answers`, {
      ...mine.answers,
      telephone: "0905999999",
    });
    const { body: saved } = await person("lan").get(`/applications/${filed.id}`);
    expect(saved.answers.telephone).toBe("0905999999");
    expect(await seen()).toBe(mine.answers.telephone);
    expect((await person("lan").post(`/applications/${filed.id}/supplement`)).status).toBe(201);
    expect(await seen()).toBe("0905999999");
  });
});

describe("a unit's tasks", () => {
  it("are seen by their own unit and role only", async () => {
    const { body: filed } = await submitted(person("lan"));
    const task = await taskOf(person("dienban-reception"), filed.id, "reception");
    for (const stranger of ["hoian-reception", "dienban-appraiser"]) {
      const inbox = await person(stranger).get("/tasks");
      expect(JSON.stringify(inbox.body)).not.toContain(filed.id);
      expect((await person(stranger).post(`/tasks/${task.id}/claim`)).status).toBe(404);
      expect(
        (await person(stranger).post(`/tasks/${task.id}/decision`, { outcome: "approve" })).status,
      ).toBe(404);
    }
    expect((await person("hoian-reception").get(`/tasks/${task.id}`)).status).toBe(404);
  });

  it("can be claimed, released, and given to another by the head", async () => {
    const { body: filed } = await submitted(person("lan"));
    const reception = person("dienban-reception");
    const task = await taskOf(reception, filed.id, "reception");
    expect((await reception.post(`/tasks/${task.id}/claim`)).body.claimedBy).toBe(
      findIdentity("dienban-reception")?.sub,
    );
    expect((await reception.post(`/tasks/${task.id}/release`)).body.claimedBy).toBeUndefined();
    const to = { officer: findIdentity("dienban-reception")?.sub };
    expect((await person("dienban-head").post(`/tasks/${task.id}/assignment`, to)).status).toBe(
      200,
    );
    const foreign = { officer: findIdentity("hoian-reception")?.sub };
    expect(
      (await person("dienban-head").post(`/tasks/${task.id}/assignment`, foreign)).status,
    ).toBe(422);
    expect((await reception.post(`/tasks/${task.id}/assignment`, to)).status).toBe(404);
  });

  it("are decided once", async () => {
    const { body: filed } = await submitted(person("lan"));
    const task = await taskOf(person("dienban-reception"), filed.id, "reception");
    const path = `/tasks/${task.id}/decision`;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        person("dienban-reception").post(path, { outcome: "approve" }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
  });

  it("are not decided by somebody who acts for the applicant", async () => {
    const { body: filed } = await submitted(person("hoa"), "hoi-an");
    await decide(person("hoian-reception"), filed.id, "reception");
    await pay(person("minh"), filed.id);
    const refused = await decide(person("hoian-appraiser"), filed.id, "appraisal");
    expect(refused).toMatchObject({ status: 403, body: { code: "barred" } });
  });

  it("are refused only for a reason that the law knows", async () => {
    const { body: filed } = await submitted(person("lan"));
    const unknown = await decide(person("dienban-reception"), filed.id, "reception", {
      outcome: "refuse",
      reasons: ["just-so"],
    });
    expect(unknown.body.errors[0].pointer).toBe("/reasons/0");
    const none = await decide(person("dienban-reception"), filed.id, "reception", {
      outcome: "refuse",
      reasons: [],
    });
    expect(none.status).toBe(422);
  });
});

describe("a company's people and its machine", () => {
  it("act for the same applicant", async () => {
    const id = await draft(person("thubon-erp"), "hoi-an");
    expect((await person("hoa").get(`/applications/${id}`)).status).toBe(200);
    expect((await person("minh").get(`/applications/${id}`)).status).toBe(200);
    expect((await person("lan").get(`/applications/${id}`)).status).toBe(404);
  });
});
