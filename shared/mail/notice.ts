/** The mails that time brings about: to the applicant in their language, to officers in their authority's. */
import type { Application } from "../application/application.ts";
import type { Rules } from "../application/case.ts";
import { reasonsFor } from "../application/commands/change-status.ts";
import { LATENESS_REASONS } from "../application/lateness.ts";
import type { Notice } from "../application/mails.ts";
import { formatMoment } from "../calendar/moment.ts";
import { findStage } from "../permit/stages.ts";
import { fill, say, type Text } from "../text.ts";

interface Words {
  readonly subject: Text;
  readonly text: Text;
}

const RESCHEDULED: Words = {
  subject: { en: "{dossier}: apology and new date", vi: "{dossier}: xin lỗi và hẹn lại ngày trả" },
  text: {
    en: "We are sorry: {dossier} cannot be decided by {from}. Reason: {reason}. The new date is {to}; no other will be set.",
    vi: "Chúng tôi xin lỗi vì hồ sơ {dossier} không thể giải quyết xong vào {from}. Lý do: {reason}. Ngày hẹn trả mới: {to}; chỉ hẹn lại một lần.",
  },
};

const WORDS = {
  apology: {
    subject: { en: "{dossier}: apology", vi: "{dossier}: xin lỗi vì trễ hẹn" },
    text: {
      en: "We are sorry: {dossier} cannot be decided by {from}. Reason: {reason}. It is being decided all the same.",
      vi: "Chúng tôi xin lỗi vì hồ sơ {dossier} không thể giải quyết xong vào {from}. Lý do: {reason}. Hồ sơ vẫn được tiếp tục giải quyết.",
    },
  },
  moved: {
    subject: { en: "{dossier}: the date has moved", vi: "{dossier}: thay đổi ngày hẹn trả" },
    text: {
      en: "The official calendar of holidays has changed. {dossier}, promised for {from}, is now due by {to}. Sign in to see the days that made the difference.",
      vi: "Lịch nghỉ lễ chính thức đã thay đổi. Hồ sơ {dossier} hẹn trả {from} nay hẹn trả {to}. Đăng nhập để xem những ngày dẫn đến thay đổi.",
    },
  },
  known: {
    subject: { en: "{dossier}: the date is known", vi: "{dossier}: đã có ngày hẹn trả" },
    text: {
      en: "The official calendar of the year has been loaded. {dossier} is due by {to}.",
      vi: "Lịch làm việc chính thức của năm đã được nạp. Ngày hẹn trả hồ sơ {dossier}: {to}.",
    },
  },
  termMoved: {
    subject: { en: "{dossier}: your time has changed", vi: "{dossier}: thay đổi thời hạn của bạn" },
    text: {
      en: "The official calendar of holidays has changed. In {dossier} you now have until {to}: {stage}.",
      vi: "Lịch nghỉ lễ chính thức đã thay đổi. Trong hồ sơ {dossier}, thời hạn của bạn nay đến {to}: {stage}.",
    },
  },
  overdue: {
    subject: { en: "{dossier}: late", vi: "{dossier}: trễ hẹn" },
    text: {
      en: "We are sorry: {dossier} was due by {from} and is not decided yet. Those in charge were told; it is being decided all the same.",
      vi: "Chúng tôi xin lỗi: hồ sơ {dossier} đã đến hẹn trả vào {from} nhưng chưa giải quyết xong. Lãnh đạo phụ trách đã được báo; hồ sơ vẫn được tiếp tục giải quyết.",
    },
  },
  mayProceed: {
    subject: { en: "{dossier}: you may begin", vi: "{dossier}: được phép bắt đầu" },
    text: {
      en: "{dossier} was not decided in time. By law you may begin from {from} without a licence, and the application cannot be refused any more.",
      vi: "Hồ sơ {dossier} không được giải quyết đúng hạn. Theo luật, bạn được bắt đầu hoạt động từ {from} khi chưa có giấy phép, và hồ sơ không thể bị từ chối nữa.",
    },
  },
  deemedApproved: {
    subject: { en: "{dossier}: approved by silence", vi: "{dossier}: được coi là chấp thuận" },
    text: {
      en: "{dossier} was not decided by {from}. By law it counts as approved; the licence follows once it is signed.",
      vi: "Hồ sơ {dossier} không được giải quyết trước {from}. Theo luật, hồ sơ được coi là đã chấp thuận; giấy phép sẽ được cấp sau khi ký.",
    },
  },
  warning: {
    subject: { en: "{dossier} is due soon", vi: "{dossier} sắp đến hạn" },
    text: {
      en: "{dossier} ({permit}) is due by {to} and waits at: {stage}.",
      vi: "Hồ sơ {dossier} ({permit}) đến hạn vào {to}, đang ở bước: {stage}.",
    },
  },
  escalation: {
    subject: { en: "{dossier} is late at a stage", vi: "{dossier} trễ hạn ở một bước" },
    text: {
      en: "{dossier} ({permit}) has passed its time at: {stage}. You find it among your tasks and may give it to another officer.",
      vi: "Hồ sơ {dossier} ({permit}) đã quá hạn ở bước: {stage}. Hồ sơ nằm trong danh sách của bạn và có thể giao cho cán bộ khác.",
    },
  },
  missed: {
    subject: { en: "{dossier} is late", vi: "{dossier} đã trễ hạn" },
    text: {
      en: "{dossier} ({permit}) was due by {from} and is not decided. The applicant was told.",
      vi: "Hồ sơ {dossier} ({permit}) đã đến hạn vào {from} nhưng chưa giải quyết xong. Người nộp hồ sơ đã được báo.",
    },
  },
  conflict: {
    subject: {
      en: "{dossier}: a conflict was declared",
      vi: "{dossier}: khai báo xung đột lợi ích",
    },
    text: {
      en: "An officer may not decide on {dossier} ({permit}), which waits at: {stage}. You find it among your tasks and may give it to another officer.",
      vi: "Một cán bộ khai báo xung đột lợi ích đối với hồ sơ {dossier} ({permit}), đang ở bước: {stage}. Hồ sơ nằm trong danh sách của bạn và có thể giao cho cán bộ khác.",
    },
  },
  improvement: {
    subject: { en: "{dossier}: improvement notice", vi: "{dossier}: yêu cầu khắc phục" },
    text: {
      en: "On {dossier} something must be put right, found at: {stage}. Your application tells what. You may go on in the meantime.",
      vi: "Hồ sơ {dossier} có nội dung phải khắc phục, phát hiện ở bước: {stage}. Chi tiết có trong hồ sơ của bạn. Trong thời gian đó bạn vẫn được hoạt động.",
    },
  },
  suspend: {
    subject: { en: "{licence}: suspended", vi: "{licence}: bị đình chỉ" },
    text: {
      en: "The licence {licence} ({permit}) is suspended from {from}. Reason: {statusReason}.",
      vi: "Giấy phép {licence} ({permit}) bị đình chỉ từ {from}. Lý do: {statusReason}.",
    },
  },
  reinstate: {
    subject: { en: "{licence}: in force again", vi: "{licence}: có hiệu lực trở lại" },
    text: {
      en: "The licence {licence} ({permit}) is in force again from {from}. Reason: {statusReason}.",
      vi: "Giấy phép {licence} ({permit}) có hiệu lực trở lại từ {from}. Lý do: {statusReason}.",
    },
  },
  revoke: {
    subject: { en: "{licence}: revoked", vi: "{licence}: bị thu hồi" },
    text: {
      en: "The licence {licence} ({permit}) is revoked from {from}. Reason: {statusReason}.",
      vi: "Giấy phép {licence} ({permit}) bị thu hồi từ {from}. Lý do: {statusReason}.",
    },
  },
  surrender: {
    subject: { en: "{licence}: surrendered", vi: "{licence}: đã trả lại" },
    text: {
      en: "The licence {licence} ({permit}) is surrendered from {from}, as you asked.",
      vi: "Giấy phép {licence} ({permit}) được trả lại từ {from} theo đề nghị của bạn.",
    },
  },
  replace: {
    subject: { en: "{licence}: replaced", vi: "{licence}: được thay thế" },
    text: {
      en: "The licence {licence} ({permit}) is replaced by a new one from {from}.",
      vi: "Giấy phép {licence} ({permit}) được thay thế bằng giấy phép mới từ {from}.",
    },
  },
  renewalOpens: {
    subject: { en: "{licence}: may be renewed", vi: "{licence}: đã có thể đề nghị cấp lại" },
    text: {
      en: "The licence {licence} ({permit}) expires at {to}. You may ask for its renewal now: sign in, and what you said and showed before is there already.",
      vi: "Giấy phép {licence} ({permit}) hết hạn vào {to}. Bạn có thể đề nghị cấp lại ngay từ bây giờ: khi đăng nhập, thông tin và tài liệu đã nộp trước đây có sẵn.",
    },
  },
  renewalCloses: {
    subject: { en: "{licence}: renew it now", vi: "{licence}: sắp hết thời gian đề nghị cấp lại" },
    text: {
      en: "The licence {licence} ({permit}) expires at {to}, and the time to ask for its renewal ends within a week.",
      vi: "Giấy phép {licence} ({permit}) hết hạn vào {to}; thời gian đề nghị cấp lại sẽ hết trong vòng một tuần.",
    },
  },
} as const satisfies Record<Notice["about"], Words>;

function statusReasonOf(
  permit: Rules["permit"],
  { about, statusReason }: Extract<Notice, { statusReason: string }>,
): Text {
  const reason = reasonsFor(permit, about).find(({ code }) => code === statusReason);
  return reason?.title ?? { en: statusReason };
}

/** Subject and text of one notice. */
export function noticeMail(
  notice: Notice,
  application: Application,
  { permit, calendar }: Pick<Rules, "permit" | "calendar">,
  language: string,
): { subject: string; text: string } {
  const at = (moment: number) => formatMoment(moment, calendar.zone);
  const stage = "stage" in notice ? findStage(permit, notice.stage) : undefined;
  const rescheduled = notice.about === "apology" && notice.to !== undefined;
  const { subject, text } = rescheduled ? RESCHEDULED : WORDS[notice.about];
  const values = {
    dossier: application.dossier ?? application.id,
    permit: permit.title,
    licence: application.licence ?? "-",
    ...("statusReason" in notice && { statusReason: statusReasonOf(permit, notice) }),
    ...("from" in notice && { from: at(notice.from) }),
    ...("to" in notice && notice.to !== undefined && { to: at(notice.to) }),
    ...("reason" in notice && { reason: LATENESS_REASONS[notice.reason] }),
    ...("stage" in notice && { stage: stage?.title ?? notice.stage }),
  };
  const said = notice.about === "apology" ? application.apologyText : undefined;
  const words = say(fill(text, values), language);
  return {
    subject: say(fill(subject, values), language),
    text: said === undefined ? words : `${words}\n\n${said}`,
  };
}
