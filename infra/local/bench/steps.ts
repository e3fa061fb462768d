/** One licence's whole life as a client sees it: the same requests for every server measured. */
import type { Pace } from "./pace.ts";

/** Sends a request as somebody; the answer's body, parsed where it is JSON. */
export type Caller = (
  who: string,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;

export interface Lifecycle {
  readonly pace: Pace;
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

/** From the draft to the downloaded licence. @returns the application's id */
export async function liveOnce(
  lifecycle: Lifecycle,
  draft: unknown,
  file: Uint8Array,
): Promise<string> {
  const { call, pay, pace } = lifecycle;
  const id = await fileOnce(lifecycle, draft, file);
  for (const [officer, stage] of DECISIONS) {
    const path = `/tasks/${id}.${stage}.1/decision`;
    await pace.until(stage, 200, () => call(officer, "POST", path, { outcome: "approve" }));
    if (stage !== "reception") continue;
    const checkout = await pace.until("checkout", 201, () =>
      call("lan", "POST", `/applications/${id}/checkout`),
    );
    await pay(checkout.body);
  }
  await pace.until("licence", 200, () => call("lan", "GET", `/applications/${id}/licence`));
  return id;
}

/** From the draft to the submission. @returns the application's id */
export async function fileOnce(
  { call, post, pace }: Lifecycle,
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
  await pace.until("submission", 201, () => call("lan", "POST", `/applications/${id}/submission`));
  return id;
}
