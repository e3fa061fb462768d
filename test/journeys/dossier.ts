/** A liquor application's contents, and the steps that several journeys share. */

import { call, type Person, type Reply } from "./people.ts";
import { eventually } from "./platform.ts";

/** What form 01 asks; a test changes only what matters to it. */
export const answers = {
  businessName: "Hộ kinh doanh Nguyễn Thị Lan",
  taxCode: "4000123457",
  registration: {
    number: "33A8001234",
    issuedBy: "Phòng Tài chính - Kế hoạch Điện Bàn",
    issuedOn: "2024-03-15",
  },
  representative: "Nguyễn Thị Lan",
  headOffice: "12 Trần Nhân Tông, Điện Bàn",
  telephone: "0905123456",
  premises: [{ address: "12 Trần Nhân Tông, Điện Bàn", areaSquareMetres: 45.5 }],
  suppliers: [
    {
      name: "Công ty CP Rượu Hà Nội",
      address: "94 Lò Đúc, Hà Nội",
      licenceNumber: "123/GP-BCT",
    },
  ],
};

export const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
);

const KINDS = ["business-registration", "right-to-premises", "supplier-agreement"];

let keys = 0;
export const newKey = () => ({ "idempotency-key": `journey-${process.pid}-${keys++}` });

export async function draft(
  person: Person,
  place = "dien-ban",
  given: object = answers,
): Promise<string> {
  const body = { permit: "retail-liquor", authority: "vn-quang-nam", place, answers: given };
  const { body: created } = await person.post("/applications", body, newKey());
  return created.id;
}

/** Announces a document. @returns its id and the form to post its file with */
export async function announce(
  person: Person,
  application: string,
  kind: string,
  file: Uint8Array = PDF,
  mediaType = "application/pdf",
) {
  const announced = await person.post(`/applications/${application}/documents`, {
    kind,
    fileName: `${kind}.pdf`,
    mediaType,
    size: file.length,
  });
  if (announced.status !== 201) throw new Error(JSON.stringify(announced.body));
  return announced.body;
}

/** Announces a document and posts its file. @returns its id */
export async function upload(...document: Parameters<typeof announce>): Promise<string> {
  const [, , , file = PDF] = document;
  const announced = await announce(...document);
  await postFile(announced.upload, file);
  return announced.id;
}

export async function postFile(
  form: { url: string; fields: Record<string, string> },
  file: Uint8Array,
): Promise<Response> {
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.set(name, value);
  data.set("file", new Blob([new Uint8Array(file)]));
  return fetch(form.url, { method: "POST", body: data });
}

export async function inspected(person: Person, application: string, document: string) {
  return eventually(
    () => person.get(`/applications/${application}/documents/${document}`),
    ({ body }) => body.status !== "awaited",
  );
}

/** A draft with all its documents, submitted. */
export async function submitted(person: Person, place = "dien-ban"): Promise<Reply> {
  const id = await draft(person, place);
  for (const kind of KINDS) await inspected(person, id, await upload(person, id, kind));
  const reply = await person.post(`/applications/${id}/submission`, undefined, newKey());
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply;
}

/** The officer's task of an application, once it is in the inbox. */
export async function taskOf(officer: Person, application: string, stage: string) {
  const { body } = await eventually(
    () => officer.get("/tasks?limit=100"),
    ({ body }) =>
      body.tasks?.some(
        (each: { application: string; stage: string }) =>
          each.application === application && each.stage === stage,
      ),
  );
  return body.tasks.find(
    (each: { application: string; stage: string }) =>
      each.application === application && each.stage === stage,
  );
}

export async function decide(
  officer: Person,
  application: string,
  stage: string,
  decision: object = { outcome: "approve" },
): Promise<Reply> {
  const task = await taskOf(officer, application, stage);
  return officer.post(`/tasks/${task.id}/decision`, decision);
}

export function phase(person: Person, application: string, wanted: string) {
  return eventually(
    () => person.get(`/applications/${application}`),
    ({ body }) => body.phase === wanted,
  );
}

/** Pays at the sandbox gateway as a browser would, with the outcome given. */
export async function pay(person: Person, application: string, outcome = "paid") {
  await phase(person, application, "payment");
  const { body } = await person.post(`/applications/${application}/checkout`);
  await fetch(body.url, {
    method: "POST",
    body: new URLSearchParams({ outcome }),
    redirect: "manual",
  });
  return body;
}

/** Who decides each stage of a human's. */
export type Office = Readonly<Record<"reception" | "appraisal" | "head" | "signing", Person>>;

/** From a draft to the licence in its holder's hands. */
export async function licensed(applicant: Person, office: Office) {
  const { body: filed } = await submitted(applicant);
  await approved(office.reception, filed.id, "reception");
  await pay(applicant, filed.id);
  await phase(applicant, filed.id, "processing");
  for (const stage of ["appraisal", "head", "signing"] as const) {
    await approved(office[stage], filed.id, stage);
  }
  await phase(applicant, filed.id, "issued");
  const { body: licence } = await applicant.get(`/applications/${filed.id}/licence`);
  return { filed, licence };
}

async function approved(officer: Person, application: string, stage: string): Promise<void> {
  const { status, body } = await decide(officer, application, stage);
  if (status !== 200) throw new Error(JSON.stringify(body));
}

/** A licence's number as it stands in a path. */
export const inPath = (number: string) => number.replaceAll("/", "~");

export const anonymously = (url: string) => ({
  get: (path: string) => call(url, "GET", path, {}),
  post: (path: string, body: unknown) => call(url, "POST", path, { body }),
});
