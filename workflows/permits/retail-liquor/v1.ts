/**
 * Retail liquor licence, Vietnam (giấy phép bán lẻ rượu): Decree 105/2017/NĐ-CP as amended by
 * Decree 17/2020/NĐ-CP; granted by the commune's People's Committee since 1 July 2025.
 * Parameters were read as transcriptions; a lawyer checks them before anyone relies on them.
 */
import * as z from "zod";
import { labelled } from "../../../shared/permit/answers.ts";
import { all, fact } from "../../../shared/permit/condition.ts";
import type {
  DocumentKind,
  LegalBasis,
  Reason,
  TariffLine,
} from "../../../shared/permit/permit.ts";
import { definePermit } from "../../define-permit.ts";
import { line } from "../../formats/line.ts";
import { taxCode, telephone } from "../../formats/vietnam.ts";

const DECREE = {
  en: "Decree 105/2017/NĐ-CP on liquor trading",
  vi: "Nghị định số 105/2017/NĐ-CP về kinh doanh rượu",
};
const decree = (article: string): LegalBasis => ({ act: DECREE, article });
const AMENDMENT: LegalBasis = {
  act: { en: "Decree 17/2020/NĐ-CP", vi: "Nghị định số 17/2020/NĐ-CP" },
  article: "16",
};
const CIRCULAR: LegalBasis = {
  act: { en: "Circular 168/2016/TT-BTC", vi: "Thông tư số 168/2016/TT-BTC" },
  article: "4",
};
const ONE_STOP: LegalBasis = {
  act: {
    en: "Rules on the one-stop shop for administrative procedures",
    vi: "Quy định về cơ chế một cửa trong giải quyết thủ tục hành chính",
  },
};

/** What form 01 of the Decree asks. */
const answers = z.strictObject({
  businessName: labelled(line(), { en: "Name of the trader", vi: "Tên thương nhân" }),
  taxCode: labelled(taxCode(), { en: "Tax code", vi: "Mã số thuế" }),
  registration: labelled(
    z.strictObject({
      number: labelled(line(50), { en: "Certificate number", vi: "Số giấy chứng nhận" }),
      issuedBy: labelled(line(), { en: "Issued by", vi: "Cơ quan cấp" }),
      issuedOn: labelled(z.iso.date(), { en: "Issued on", vi: "Ngày cấp" }),
    }),
    {
      en: "Certificate of registration (enterprise, cooperative or household business)",
      vi: "Giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã hoặc hộ kinh doanh",
    },
  ),
  representative: labelled(line(), {
    en: "Legal representative",
    vi: "Người đại diện theo pháp luật",
  }),
  headOffice: labelled(line(), { en: "Head office", vi: "Địa chỉ trụ sở chính" }),
  telephone: labelled(telephone(), { en: "Telephone", vi: "Điện thoại" }),
  email: labelled(z.email().max(200).optional(), { en: "E-mail", vi: "Thư điện tử" }),
  premises: labelled(
    z
      .array(
        labelled(
          z.strictObject({
            address: labelled(line(), { en: "Address", vi: "Địa chỉ" }),
            areaSquareMetres: labelled(z.number().positive().max(100_000), {
              en: "Area in square metres",
              vi: "Diện tích (mét vuông)",
            }),
          }),
          { en: "One place", vi: "Một địa điểm" },
        ),
      )
      .min(1)
      .max(20),
    { en: "Places of retail sale", vi: "Các địa điểm bán lẻ rượu" },
  ),
  suppliers: labelled(
    z
      .array(
        labelled(
          z.strictObject({
            name: labelled(line(), { en: "Name", vi: "Tên thương nhân" }),
            address: labelled(line(), { en: "Address", vi: "Địa chỉ" }),
            licenceNumber: labelled(line(50), {
              en: "Number of its liquor licence",
              vi: "Số giấy phép kinh doanh rượu",
            }),
          }),
          { en: "One supplier", vi: "Một thương nhân cung cấp" },
        ),
      )
      .min(1)
      .max(20),
    {
      en: "Producers, distributors or wholesalers that supply the liquor",
      vi: "Các thương nhân sản xuất, phân phối, bán buôn cung cấp rượu",
    },
  ),
});

const scan = {
  mediaTypes: ["application/pdf", "image/jpeg", "image/png"],
  maxBytes: 10_000_000,
} as const;

const documents: DocumentKind[] = [
  {
    id: "business-registration",
    title: {
      en: "Copy of the certificate of registration",
      vi: "Bản sao giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã hoặc hộ kinh doanh",
    },
    basis: decree("23"),
    waivedByRegistry: "national-business-registry",
    ...scan,
  },
  {
    id: "right-to-premises",
    title: {
      en: "Lease or other proof of the right to use the premises",
      vi: "Hợp đồng thuê, mượn hoặc giấy tờ chứng minh quyền sử dụng hợp pháp địa điểm kinh doanh",
    },
    basis: decree("23"),
    ...scan,
  },
  {
    id: "supplier-agreement",
    title: {
      en: "Letter of referral or contract in principle of the supplier",
      vi: "Văn bản giới thiệu hoặc hợp đồng nguyên tắc của thương nhân cung cấp rượu",
    },
    basis: decree("23"),
    ...scan,
  },
];

const perPlace = {
  quantity: "/answers/premises",
  unit: { en: "places of sale", vi: "điểm kinh doanh" },
};
const tariffLine = (
  kind: "organisation" | "household",
  area: "urban" | "rural",
  amount: number,
): TariffLine => ({
  id: `${kind}-${area}`,
  title: { en: "Appraisal for each place of sale", vi: "Phí thẩm định cho mỗi điểm kinh doanh" },
  amount,
  when: all(fact("/applicant/kind").equals(kind), fact("/place/area").equals(area)),
  ...perPlace,
});

const CONDITIONS_NOT_MET: Reason[] = [
  {
    code: "not-established",
    title: {
      en: "The applicant is not a lawfully established enterprise, cooperative or household business",
      vi: "Không phải doanh nghiệp, hợp tác xã, liên hiệp hợp tác xã hoặc hộ kinh doanh được thành lập theo quy định",
    },
    basis: decree("13.1"),
  },
  {
    code: "premises-not-lawful",
    title: {
      en: "No right to use a fixed place of business with a clear address",
      vi: "Không có quyền sử dụng hợp pháp địa điểm kinh doanh cố định, địa chỉ rõ ràng",
    },
    basis: decree("13.2"),
  },
  {
    code: "supplier-not-licensed",
    title: {
      en: "No referral or contract in principle of a licensed supplier",
      vi: "Không có văn bản giới thiệu hoặc hợp đồng nguyên tắc của thương nhân được cấp phép",
    },
    basis: decree("13.3"),
  },
  {
    code: "false-statement",
    title: { en: "A statement or document is false", vi: "Kê khai hoặc giấy tờ không trung thực" },
  },
];

export const retailLiquorV1 = definePermit({
  id: "retail-liquor",
  version: 1,
  title: { en: "Retail liquor licence", vi: "Giấy phép bán lẻ rượu" },
  summary: {
    en: "For shops that sell liquor of 5.5 degrees or more to be taken away.",
    vi: "Dành cho thương nhân bán lẻ rượu có độ cồn từ 5,5 độ trở lên.",
  },
  procedureCode: "2.000620",
  legalBasis: [decree("13, 23, 25"), AMENDMENT, CIRCULAR],
  level: "commune",
  validFrom: "2025-07-01",
  applicants: ["household", "organisation"],
  roles: [
    { id: "reception", title: { en: "Reception clerk", vi: "Cán bộ tiếp nhận (bộ phận một cửa)" } },
    { id: "appraiser", title: { en: "Appraiser", vi: "Chuyên viên thẩm định" } },
    { id: "head", title: { en: "Head of the division", vi: "Trưởng phòng chuyên môn" } },
    {
      id: "leader",
      title: { en: "Leader of the People's Committee", vi: "Lãnh đạo Ủy ban nhân dân" },
    },
  ],
  answers,
  documents,
  fee: {
    currency: "VND",
    tariffs: [
      {
        from: "2017-01-01",
        basis: CIRCULAR,
        lines: [
          tariffLine("organisation", "urban", 1_200_000),
          tariffLine("organisation", "rural", 600_000),
          tariffLine("household", "urban", 400_000),
          tariffLine("household", "rural", 200_000),
        ],
      },
    ],
  },
  clock: {
    limit: { amount: 10, unit: "workingDays" },
    basis: decree("25"),
    onSupplement: "restart",
    onPayment: "pause",
    warnBefore: { amount: 1, unit: "workingDays" },
  },
  stages: [
    {
      id: "reception",
      kind: "review",
      title: { en: "Check of completeness", vi: "Tiếp nhận và kiểm tra hồ sơ" },
      basis: ONE_STOP,
      role: "reception",
      level: "commune",
      accepts: true,
      limit: { amount: 8, unit: "workingHours" },
      supplement: {
        rounds: 1,
        limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
        basis: decree("25"),
      },
      refusals: [
        {
          code: "not-competent",
          title: { en: "Another authority is competent", vi: "Không thuộc thẩm quyền giải quyết" },
        },
        {
          code: "not-eligible",
          title: {
            en: "The applicant may not ask for this licence",
            vi: "Không thuộc đối tượng được cấp giấy phép",
          },
          basis: decree("13.1"),
        },
      ],
    },
    {
      id: "fee",
      kind: "pay",
      title: { en: "Payment of the appraisal fee", vi: "Nộp phí thẩm định" },
      basis: CIRCULAR,
      limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
      onDeadline: "lapse",
    },
    {
      id: "appraisal",
      kind: "review",
      title: { en: "Appraisal", vi: "Thẩm định hồ sơ" },
      basis: decree("25"),
      role: "appraiser",
      level: "commune",
      limit: { amount: 3, unit: "workingDays" },
      apartFrom: ["reception"],
      refusals: CONDITIONS_NOT_MET,
    },
    {
      id: "head",
      kind: "review",
      title: { en: "Review by the head of the division", vi: "Trưởng phòng xem xét" },
      role: "head",
      level: "commune",
      limit: { amount: 2, unit: "workingDays" },
      apartFrom: ["appraisal"],
      refusals: CONDITIONS_NOT_MET,
    },
    {
      id: "signing",
      kind: "sign",
      title: { en: "Signature of the competent person", vi: "Lãnh đạo ký giấy phép" },
      basis: decree("25"),
      role: "leader",
      level: "commune",
      limit: { amount: 2, unit: "workingDays" },
      refusals: CONDITIONS_NOT_MET,
    },
    { id: "issue", kind: "issue", title: { en: "Issue of the licence", vi: "Cấp giấy phép" } },
  ],
  licence: {
    title: { en: "Retail liquor licence", vi: "Giấy phép bán lẻ rượu" },
    type: "retail-liquor",
    number: "{sequence:4}/{year}/GP-{agency}",
    validity: { amount: 60, unit: "months", binds: "licence" },
    claims: [
      {
        id: "holder",
        title: { en: "Trader", vi: "Thương nhân" },
        value: "/answers/businessName",
        disclosure: "selective",
        printed: true,
        cwtKey: 4,
      },
      {
        id: "tax_code",
        title: { en: "Tax code", vi: "Mã số thuế" },
        value: "/answers/taxCode",
        disclosure: "selective",
        printed: true,
        cwtKey: 5,
      },
      {
        id: "head_office",
        title: { en: "Head office", vi: "Trụ sở chính" },
        value: "/answers/headOffice",
        disclosure: "selective",
        printed: false,
        cwtKey: 6,
      },
      {
        id: "registration_number",
        title: { en: "Registration", vi: "Số đăng ký" },
        value: "/answers/registration/number",
        disclosure: "always",
        printed: false,
        cwtKey: 7,
      },
      {
        id: "premises",
        title: { en: "Places of retail sale", vi: "Các địa điểm bán lẻ" },
        value: "/answers/premises",
        disclosure: "always",
        printed: true,
        cwtKey: 8,
      },
      {
        id: "suppliers",
        title: { en: "May buy from", vi: "Được phép mua rượu của" },
        value: "/answers/suppliers",
        disclosure: "always",
        printed: false,
        cwtKey: 9,
      },
    ],
    statusReasons: [
      {
        code: "false-documents",
        to: "revoked",
        title: { en: "The file was forged", vi: "Giả mạo hồ sơ đề nghị cấp giấy phép" },
      },
      {
        code: "conditions-lost",
        to: "revoked",
        title: {
          en: "The conditions are no longer met",
          vi: "Không còn đáp ứng đủ điều kiện kinh doanh",
        },
      },
      {
        code: "granted-without-power",
        to: "revoked",
        title: {
          en: "It was granted without the power to do so",
          vi: "Giấy phép được cấp không đúng thẩm quyền",
        },
      },
      {
        code: "under-inspection",
        to: "suspended",
        title: {
          en: "Trade is suspended by a decision",
          vi: "Bị đình chỉ kinh doanh theo quyết định",
        },
      },
      {
        code: "business-ended",
        to: "surrendered",
        title: {
          en: "The holder has given up the trade",
          vi: "Thương nhân chấm dứt hoạt động kinh doanh rượu",
        },
      },
      {
        code: "reissued",
        to: "replaced",
        title: { en: "A new licence replaces it", vi: "Được thay thế bằng giấy phép mới" },
        basis: decree("27"),
      },
    ],
    renewal: {
      from: { amount: 3, unit: "months", binds: "licence" },
      until: { amount: 30, unit: "calendarDays", binds: "licence" },
      basis: decree("27"),
    },
  },
});
