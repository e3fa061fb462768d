/** One licence's whole life as a client sees it: the same requests for every server measured. */

/** Sends a request as somebody; the answer's body, parsed where it is JSON. */
export type Caller = (
  who: string,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;

export interface Lifecycle {
  readonly call: Caller;
  /** Posts a file with the form that announcing it gave. */
  readonly post: (form: unknown, file: Uint8Array) => Promise<void>;
  /** Pays a checkout at the gateway's page. */
  readonly pay: (checkout: Record<string, unknown>) => Promise<void>;
}

export const DOCUMENTS = ["business-registration", "right-to-premises", "supplier-agreement"];
export const DECISIONS = [
  ["dienban-reception", "reception"],
  ["dienban-appraiser", "appraisal"],
  ["dienban-head", "head"],
  ["dienban-leader", "signing"],
] as const;

const FIRST_PATIENCE_MS = 40;
const GIVE_UP_MS = 60_000;

/** From the draft to the downloaded licence. @returns the application's id */
export async function liveOnce(
  { call, post, pay }: Lifecycle,
  draft: unknown,
  file: Uint8Array,
): Promise<string> {
  const created = await call("lan", "POST", "/applications", draft);
  const id = String(created.body["id"]);
  for (const kind of DOCUMENTS) {
    const document = {
      kind,
      fileName: `${kind}.pdf`,
      mediaType: "application/pdf",
      size: file.length,
    };
    const announced = await call("lan", "POST", `/applications/${id}/documents`, document);
    await post(announced.body["upload"], file);
  }
  await until(() => call("lan", "POST", `/applications/${id}/submission`), 201);
  for (const [officer, stage] of DECISIONS) {
    const path = `/tasks/${id}.${stage}.1/decision`;
    await until(() => call(officer, "POST", path, { outcome: "approve" }), 200);
    if (stage !== "reception") continue;
    const checkout = await until(() => call("lan", "POST", `/applications/${id}/checkout`), 201);
    await pay(checkout.body);
  }
  await until(() => call("lan", "GET", `/applications/${id}/licence`), 200);
  return id;
}

/** Asks again while the platform is still on its way there. */
async function until<Reply extends { status: number; body: unknown }>(
  ask: () => Promise<Reply>,
  status: number,
): Promise<Reply> {
  const last = Date.now() + GIVE_UP_MS;
  let patience = FIRST_PATIENCE_MS;
  for (;;) {
    const reply = await ask();
    if (reply.status === status) return reply;
    if (Date.now() > last) {
      throw new Error(`${reply.status} in place of ${status}: ${JSON.stringify(reply.body)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, patience));
    patience *= 1.5;
  }
}
