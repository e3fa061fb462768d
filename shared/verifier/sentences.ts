import type { Credential } from "./credential.ts";
import type { Reasons, Refusal } from "./refusal.ts";
import type { Verdict } from "./verdict.ts";

/** The languages the verifier answers in; another one is another column. */
export type VerdictLanguage = "en" | "vi";

type Said = Readonly<Record<VerdictLanguage, string>>;

/** A verdict in plain words. */
export interface Explanation {
  /** A word or three: what the verdict is. */
  readonly headline: string;
  /** Why, in one sentence. */
  readonly sentence: string;
  /** Who, what, until when, by whom, and as of when; nothing of a licence that is not genuine. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

export function explain(verdict: Verdict, language: VerdictLanguage): Explanation {
  return {
    headline: HEADLINES[verdict.kind][language],
    sentence: sentenceOf(verdict, language),
    facts: factsOf(verdict).map(([label, value]) => [
      LABELS[label][language],
      said(value, language),
    ]),
  };
}

function sentenceOf(verdict: Verdict, language: VerdictLanguage): string {
  if (verdict.kind === "valid") return VALID[language];
  const sentence = SENTENCES[verdict.reason][language];
  const detail = "detail" in verdict && verdict.detail;
  return detail ? `${sentence} ${SENTENCES[detail][language]}` : sentence;
}

function factsOf(verdict: Verdict): [keyof typeof LABELS, string | Said][] {
  if (!("licence" in verdict)) return [];
  const { licence } = verdict;
  const facts: [keyof typeof LABELS, string | Said][] = [
    ["who", licence.holder ?? NOT_SHOWN],
    ["what", nameOf(licence)],
  ];
  if (licence.number !== undefined) facts.push(["number", licence.number]);
  facts.push(["until", timeOf(licence.until)], ["issuer", licence.issuer]);
  if ("statusAsOf" in verdict && verdict.statusAsOf !== undefined) {
    facts.push(["statusAsOf", timeOf(verdict.statusAsOf)]);
  }
  return facts;
}

/** The type's title in the language asked for, or in English; else its address. */
function nameOf({ titles, type }: Credential): Said {
  const named = (language: string) => {
    const title = titles?.[language];
    return typeof title === "string" ? title : undefined;
  };
  const english = named("en") ?? type;
  return { en: english, vi: named("vi") ?? english };
}

function said(value: string | Said, language: VerdictLanguage): string {
  return typeof value === "string" ? value : value[language];
}

/** RFC 3339, to the second, in UTC. */
function timeOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

const LABELS = {
  who: { en: "Holder", vi: "Chủ giấy phép" },
  what: { en: "Licence", vi: "Giấy phép" },
  number: { en: "Number", vi: "Số" },
  until: { en: "Valid until", vi: "Có giá trị đến" },
  issuer: { en: "Issued by", vi: "Cơ quan cấp" },
  statusAsOf: { en: "Status as of", vi: "Tình trạng tính đến" },
} as const satisfies Record<string, Said>;

const NOT_SHOWN: Said = { en: "not shown", vi: "không xuất trình" };

const HEADLINES: Readonly<Record<Verdict["kind"], Said>> = {
  valid: { en: "Valid", vi: "Còn hiệu lực" },
  expired: { en: "Expired", vi: "Đã hết hạn" },
  "not-yet-valid": { en: "Not yet valid", vi: "Chưa có hiệu lực" },
  suspended: { en: "Suspended", vi: "Đang bị đình chỉ" },
  "no-longer-in-force": { en: "No longer in force", vi: "Không còn hiệu lực" },
  "unknown-issuer": { en: "Unknown issuer", vi: "Không rõ cơ quan cấp" },
  altered: { en: "Altered", vi: "Đã bị sửa đổi" },
  malformed: { en: "Not a licence", vi: "Không phải giấy phép" },
  "status-unknown": { en: "Status unknown", vi: "Không rõ tình trạng" },
};

const VALID: Said = {
  en: "It is genuine, within its term, and in force by its status list.",
  vi: "Giấy phép là thật, còn hạn và còn hiệu lực theo danh sách trạng thái.",
};

const SENTENCES: Readonly<Record<Reasons[keyof Reasons] | Refusal["reason"], Said>> = {
  form: {
    en: "The text or file has not the form of a signed licence.",
    vi: "Nội dung không có dạng của giấy phép đã ký.",
  },
  too_long: { en: "It is longer than any licence.", vi: "Nội dung dài hơn mọi giấy phép." },
  base64url: {
    en: "A part of it is no base64url in its one proper spelling.",
    vi: "Có phần không phải base64url đúng chuẩn.",
  },
  utf8: { en: "A part of it is no UTF-8 text.", vi: "Có phần không phải văn bản UTF-8." },
  json: { en: "A part of it is no proper JSON.", vi: "Có phần không phải JSON hợp lệ." },
  json_duplicate_member: {
    en: "It says the same thing twice: a JSON member is repeated.",
    vi: "Một mục JSON bị lặp lại.",
  },
  cbor: { en: "A part of it is no proper CBOR.", vi: "Có phần không phải CBOR hợp lệ." },
  cbor_duplicate_key: {
    en: "It says the same thing twice: a CBOR key is repeated.",
    vi: "Một khoá CBOR bị lặp lại.",
  },
  cbor_trailing_bytes: { en: "Bytes follow after its end.", vi: "Có dữ liệu thừa ở cuối." },
  deflate: {
    en: "Its compressed content is damaged, or bytes follow after its end.",
    vi: "Phần nén bị hỏng hoặc có dữ liệu thừa ở cuối.",
  },
  inflated_too_long: {
    en: "Its compressed content is larger than any that is allowed.",
    vi: "Phần nén có kích thước vượt mức cho phép.",
  },
  algorithm: {
    en: "It is not signed by ES256, the only algorithm accepted.",
    vi: "Không được ký bằng ES256, thuật toán duy nhất được chấp nhận.",
  },
  type_header: {
    en: "It is a signed document of another type.",
    vi: "Đây là tài liệu đã ký thuộc loại khác.",
  },
  critical_header: {
    en: "It demands an extension that is not known.",
    vi: "Nó yêu cầu một phần mở rộng không được biết đến.",
  },
  key_in_header: {
    en: "It brings its own key, which proves nothing.",
    vi: "Nó tự mang theo khoá, điều đó không chứng minh được gì.",
  },
  key_id_missing: {
    en: "It does not say which key signed it.",
    vi: "Nó không cho biết khoá nào đã ký.",
  },
  key_id_unprotected: {
    en: "It names its key where anyone could have written it.",
    vi: "Tên khoá nằm ở phần không được bảo vệ.",
  },
  unprotected_header: {
    en: "It carries a header that its signature does not protect.",
    vi: "Có phần đầu không được chữ ký bảo vệ.",
  },
  claims: {
    en: "It lacks something that a licence says, says it in a wrong way, or says what none does.",
    vi: "Thiếu, sai hoặc thừa một nội dung so với giấy phép.",
  },
  expiry_missing: { en: "It does not say until when.", vi: "Không ghi thời hạn." },
  digest_algorithm: {
    en: "It hides claims by a digest that is not SHA-256.",
    vi: "Thuật toán băm không phải SHA-256.",
  },
  digest_repeated: { en: "It names a hidden claim twice.", vi: "Một mục ẩn được nêu hai lần." },
  disclosure: {
    en: "A disclosed claim has not the form of one.",
    vi: "Một mục được xuất trình không đúng dạng.",
  },
  disclosure_repeated: {
    en: "A claim is disclosed twice.",
    vi: "Một mục được xuất trình hai lần.",
  },
  disclosure_shadows: {
    en: "A disclosed claim would replace another one.",
    vi: "Một mục được xuất trình trùng tên với mục khác.",
  },
  disclosure_registered: {
    en: "A claim that must be open to everyone was hidden.",
    vi: "Một mục bắt buộc công khai lại bị ẩn.",
  },
  holder_key: {
    en: "It is not bound to a key that its holder could prove to have.",
    vi: "Giấy phép không gắn với khoá của chủ giấy phép.",
  },
  holder_proof: {
    en: "The holder's proof is not about this licence, or not of this time.",
    vi: "Bằng chứng của chủ giấy phép không khớp với giấy phép hoặc thời điểm này.",
  },
  holder_proof_missing: {
    en: "The holder's proof was asked for and is missing.",
    vi: "Thiếu bằng chứng của chủ giấy phép.",
  },
  holder_proof_other: {
    en: "The holder's proof answers another question, or is too old.",
    vi: "Bằng chứng của chủ giấy phép trả lời yêu cầu khác hoặc đã cũ.",
  },
  signature: {
    en: "It is not what the issuer signed: something was changed, or the signature forged.",
    vi: "Nội dung không đúng với bản cơ quan cấp đã ký.",
  },
  disclosure_unreferenced: {
    en: "It shows a claim that the issuer did not sign.",
    vi: "Có mục mà cơ quan cấp không ký.",
  },
  holder_signature: {
    en: "The holder's proof is not signed by the holder's key.",
    vi: "Bằng chứng không được ký bằng khoá của chủ giấy phép.",
  },
  key_unknown: {
    en: "It names a key that is not in the key set.",
    vi: "Khoá ký không có trong bộ khoá.",
  },
  issuer_unknown: {
    en: "Its issuer is not one of those that are trusted.",
    vi: "Cơ quan cấp không nằm trong danh sách tin cậy.",
  },
  expired: {
    en: "It is genuine, and its term is over.",
    vi: "Giấy phép là thật nhưng đã hết hạn.",
  },
  not_before: {
    en: "It is genuine, and its term has not begun.",
    vi: "Giấy phép là thật nhưng chưa đến thời hạn.",
  },
  issued_later: {
    en: "It is genuine, and was issued after the time in question.",
    vi: "Giấy phép là thật nhưng được cấp sau thời điểm kiểm tra.",
  },
  suspended: {
    en: "It is genuine, and suspended for the time being.",
    vi: "Giấy phép là thật nhưng đang bị đình chỉ.",
  },
  invalid: {
    en: "It is genuine, and was revoked, surrendered or replaced.",
    vi: "Giấy phép là thật nhưng đã bị thu hồi, trả lại hoặc thay thế.",
  },
  status_reference_missing: {
    en: "It is genuine, and does not say where its status can be seen.",
    vi: "Giấy phép là thật nhưng không ghi nơi tra cứu trạng thái.",
  },
  status_list_missing: {
    en: "It is genuine; whether it is still in force cannot be told without its status list.",
    vi: "Giấy phép là thật; không có danh sách trạng thái nên không biết còn hiệu lực hay không.",
  },
  status_list_malformed: {
    en: "It is genuine; its status list is not one.",
    vi: "Giấy phép là thật; danh sách trạng thái không hợp lệ.",
  },
  status_list_altered: {
    en: "It is genuine; its status list was altered.",
    vi: "Giấy phép là thật; danh sách trạng thái đã bị sửa đổi.",
  },
  status_list_issuer: {
    en: "It is genuine; its status list is not of its issuer.",
    vi: "Giấy phép là thật; danh sách trạng thái không phải của cơ quan cấp.",
  },
  status_list_other: {
    en: "It is genuine; the status list given is another one.",
    vi: "Giấy phép là thật; danh sách trạng thái được đưa ra là danh sách khác.",
  },
  status_list_later: {
    en: "It is genuine; its status list was made after the time in question.",
    vi: "Giấy phép là thật; danh sách trạng thái được lập sau thời điểm kiểm tra.",
  },
  status_list_expired: {
    en: "It is genuine; its status list is too old to rely on. Fetch a newer one.",
    vi: "Giấy phép là thật; danh sách trạng thái đã quá hạn, cần tải bản mới.",
  },
  status_index: {
    en: "It is genuine; its status list has no entry for it.",
    vi: "Giấy phép là thật; danh sách trạng thái không có mục của nó.",
  },
  status_value: {
    en: "It is genuine; its status has no known meaning.",
    vi: "Giấy phép là thật; trạng thái không có nghĩa được biết.",
  },
};
