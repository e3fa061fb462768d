/**
 * What can go wrong at the door, as one closed table (RFC 9457). A handler throws a `Problem`; the
 * runtime answers it. What API Gateway itself answers (401, 413, 429, 503) is not in here.
 */
import { say, type Text } from "./text.ts";

interface Row {
  readonly status: number;
  readonly title: Text;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
}

export const PROBLEMS = {
  "malformed-json": row(400, "The body is not JSON", "Nội dung không phải là JSON"),
  "malformed-request": row(400, "The request is not well formed", "Yêu cầu không hợp lệ"),
  "invalid-cursor": row(400, "The page cursor is not one of ours", "Con trỏ trang không hợp lệ"),
  "idempotency-key-missing": row(
    400,
    "The header Idempotency-Key is missing",
    "Thiếu tiêu đề Idempotency-Key",
  ),
  "webhook-refused": row(400, "The webhook's signature is refused", "Chữ ký webhook bị từ chối"),
  "not-found": row(404, "There is nothing here for you", "Không tìm thấy"),
  "body-too-large": row(413, "The body is too large", "Nội dung quá lớn"),
  "unsupported-media-type": row(
    415,
    "The body must be application/json",
    "Nội dung phải là application/json",
  ),
  "validation-failed": row(422, "Some of it cannot be accepted", "Có nội dung chưa hợp lệ"),
  "wrong-state": row(
    409,
    "The application is not in a state that allows this",
    "Trạng thái hồ sơ không cho phép thao tác này",
  ),
  "task-decided": row(409, "The task is decided already", "Nhiệm vụ đã được xử lý"),
  "task-claimed": row(409, "Somebody else has claimed the task", "Nhiệm vụ đã có người khác nhận"),
  "not-permitted": row(
    403,
    "You may see this, but not do this",
    "Bạn được xem nhưng không được thực hiện thao tác này",
  ),
  barred: row(403, "You may not decide on this application", "Bạn không được quyết định hồ sơ này"),
  "idempotency-key-reused": row(
    409,
    "The idempotency key was used with another request",
    "Khóa idempotency đã dùng cho yêu cầu khác",
  ),
  "renewal-closed": row(
    409,
    "The licence cannot be renewed at this time",
    "Chưa đến hoặc đã hết thời gian đề nghị cấp lại giấy phép",
  ),
  "permit-closed": row(
    409,
    "The permit takes no new applications",
    "Thủ tục không tiếp nhận hồ sơ mới",
  ),
  "permit-changed": row(
    409,
    "The permit has a new version: read what has changed, then submit again",
    "Thủ tục đã có phiên bản mới: hãy xem nội dung thay đổi rồi nộp lại",
    true,
  ),
  "changed-meanwhile": row(
    409,
    "It was changed by somebody else meanwhile; read it again",
    "Dữ liệu vừa được người khác thay đổi; hãy tải lại",
    true,
  ),
  "calendar-missing": row(
    503,
    "The date cannot be told: the calendar of that year is not loaded yet",
    "Chưa xác định được ngày: lịch làm việc của năm đó chưa được nạp",
    true,
  ),
  "gateway-unavailable": row(
    503,
    "The payment service cannot be reached just now; nothing was charged, try again later",
    "Tạm thời không kết nối được dịch vụ thanh toán; bạn chưa bị trừ tiền, hãy thử lại sau",
    true,
  ),
  busy: row(503, "Too busy just now; try again", "Hệ thống đang bận; hãy thử lại", true),
  internal: row(500, "Something failed on our side", "Hệ thống gặp lỗi", true),
} as const satisfies Record<string, Row>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One fault in what was sent. `pointer` is an RFC 6901 JSON Pointer into the body or the answers. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: Text;
  readonly label?: Text;
}

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly retryable: boolean;
  readonly detail?: string;
  readonly errors?: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly detail: string;
    readonly label?: string;
  }[];
}

export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly detail: Text | undefined;
  readonly faults: readonly Fault[];

  constructor(code: ProblemCode, about: { detail?: Text; faults?: readonly Fault[] } = {}) {
    super(code);
    this.code = code;
    this.detail = about.detail;
    this.faults = about.faults ?? [];
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  /** The document for one reader, in their language. */
  document(language: string): ProblemDocument {
    const { status, title, retryable } = PROBLEMS[this.code];
    return {
      type: `urn:licentia:problem:${this.code}`,
      title: say(title, language),
      status,
      code: this.code,
      retryable,
      ...(this.detail && { detail: say(this.detail, language) }),
      ...(this.faults.length > 0 && {
        errors: this.faults.map(({ pointer, code, detail, label }) => ({
          pointer,
          code,
          detail: say(detail, language),
          ...(label && { label: say(label, language) }),
        })),
      }),
    };
  }
}

function row(status: number, en: string, vi: string, retryable = false): Row {
  return { status, title: { en, vi }, retryable };
}
