/** The mail that tells an applicant of a change of phase: in their language, without a private word. */
import { type Application, openTasks } from "../application/application.ts";
import type { Rules } from "../application/case.ts";
import type { Phase } from "../application/event.ts";
import type { PhaseMail } from "../application/mails.ts";
import { formatMoment } from "../calendar/moment.ts";
import { fill, say, type Text } from "../text.ts";

const SUBJECTS = {
  submitted: { en: "{dossier}: received", vi: "{dossier}: đã tiếp nhận hồ sơ nộp" },
  supplement: { en: "{dossier}: please supplement", vi: "{dossier}: đề nghị bổ sung hồ sơ" },
  payment: { en: "{dossier}: please pay the fee", vi: "{dossier}: đề nghị nộp phí, lệ phí" },
  processing: { en: "{dossier}: in process", vi: "{dossier}: đang xử lý" },
  issued: { en: "{dossier}: licence issued", vi: "{dossier}: đã cấp giấy phép" },
  refused: { en: "{dossier}: refused", vi: "{dossier}: không được chấp thuận" },
  withdrawn: { en: "{dossier}: withdrawn", vi: "{dossier}: đã rút hồ sơ" },
  lapsed: { en: "{dossier}: closed", vi: "{dossier}: đã đóng hồ sơ" },
} as const satisfies Record<Exclude<Phase, "draft">, Text>;

const TEXTS = {
  submitted: {
    en: "Your application for {permit} was received under {dossier}. Its completeness is checked by {completeness}.",
    vi: "Hồ sơ đề nghị {permit} đã được tiếp nhận với mã {dossier}. Thời hạn kiểm tra hồ sơ: {completeness}.",
  },
  supplement: {
    en: "Something is missing in {dossier}. Sign in to see what is asked for; you have until {supplement}. Without an answer the file is closed.",
    vi: "Hồ sơ {dossier} cần bổ sung. Đăng nhập để xem nội dung yêu cầu; hạn bổ sung: {supplement}. Quá hạn hồ sơ sẽ được đóng.",
  },
  payment: {
    en: "{dossier} was accepted as complete. The result is due by {promised}. Please pay the fee: until then the time stands still.",
    vi: "Hồ sơ {dossier} đã hợp lệ. Ngày hẹn trả kết quả: {promised}. Đề nghị nộp phí, lệ phí: thời gian tạm dừng cho đến khi nộp.",
  },
  processing: {
    en: "{dossier} is in process. The result is due by {due}.",
    vi: "Hồ sơ {dossier} đang được xử lý. Ngày hẹn trả kết quả: {due}.",
  },
  issued: {
    en: "The licence {licence} was issued upon {dossier}. Sign in to download it.",
    vi: "Giấy phép {licence} đã được cấp theo hồ sơ {dossier}. Đăng nhập để tải về.",
  },
  refused: {
    en: "{dossier} was refused. Sign in to see the reasons.",
    vi: "Hồ sơ {dossier} không được chấp thuận. Đăng nhập để xem lý do.",
  },
  withdrawn: {
    en: "{dossier} was withdrawn as you asked.",
    vi: "Hồ sơ {dossier} đã được rút theo yêu cầu.",
  },
  lapsed: {
    en: "{dossier} was closed because the time you had for it ran out. You may apply anew.",
    vi: "Hồ sơ {dossier} đã được đóng do quá thời hạn. Bạn có thể nộp hồ sơ mới.",
  },
} as const satisfies Record<Exclude<Phase, "draft">, Text>;

/** Subject and text. Moments that are not known any more are left as a dash. */
export function phaseMail(
  owed: PhaseMail,
  application: Application,
  { permit, calendar }: Pick<Rules, "permit" | "calendar">,
): { subject: string; text: string } {
  const phase = owed.phase === "draft" ? "withdrawn" : owed.phase;
  const at = (moment: number | undefined) =>
    moment === undefined ? "-" : formatMoment(moment, calendar.zone);
  const supplement = openTasks(application).find(({ stage }) => stage.endsWith("-supplement"));
  const values = {
    permit: permit.title,
    dossier: application.dossier ?? application.id,
    completeness: at(application.completenessDueAt),
    supplement: at(supplement?.dueAt),
    promised: at(application.promisedDueAt),
    due: at(application.dueAt),
    licence: application.licence ?? "-",
  };
  return {
    subject: say(fill(SUBJECTS[phase], values), owed.language),
    text: say(fill(TEXTS[phase], values), owed.language),
  };
}
