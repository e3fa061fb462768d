/**
 * House construction permit, Vietnam (giấy phép xây dựng): Decree 217/2026/NĐ-CP, articles 49 to 66;
 * granted by the commune's People's Committee for houses and works of class III and IV. Parameters
 * were read as transcriptions; a lawyer checks them before anyone relies on them.
 */
import * as z from "zod";
import { labelled } from "../../../shared/permit/answers.ts";
import { all, any, fact } from "../../../shared/permit/condition.ts";
import type {
  ConsultStage,
  DocumentKind,
  LegalBasis,
  Reason,
} from "../../../shared/permit/permit.ts";
import { definePermit } from "../../define-permit.ts";
import { line } from "../../formats/line.ts";
import { taxCode, telephone } from "../../formats/vietnam.ts";

const DECREE = {
  en: "Decree 217/2026/NĐ-CP on construction permits",
  vi: "Nghị định số 217/2026/NĐ-CP về cấp giấy phép xây dựng",
};
/** The articles on construction permits; which of them says what, the transcription did not tell. */
const DECREE_217: LegalBasis = { act: DECREE, article: "49–66" };
const PEOPLES_COUNCIL: LegalBasis = {
  act: {
    en: "Resolution of the provincial People's Council on fees",
    vi: "Nghị quyết của Hội đồng nhân dân tỉnh về lệ phí",
  },
};
const ONE_STOP: LegalBasis = {
  act: {
    en: "Rules on the one-stop shop for administrative procedures",
    vi: "Quy định về cơ chế một cửa trong giải quyết thủ tục hành chính",
  },
};

const metres = (most: number) => z.number().positive().max(most);

/** What form 01 of the Decree asks. */
const answers = z.strictObject({
  request: labelled(
    z.enum(["new", "adjusted", "reissued"]),
    { en: "Kind of request", vi: "Nội dung đề nghị" },
    {
      options: {
        new: { en: "a new permit", vi: "cấp mới" },
        adjusted: { en: "an adjusted permit", vi: "điều chỉnh" },
        reissued: { en: "a permit issued again", vi: "cấp lại" },
      },
    },
  ),
  earlierPermit: labelled(line(60).optional(), {
    en: "Number of the permit to be adjusted or issued again",
    vi: "Số giấy phép xây dựng đã cấp",
  }),
  work: labelled(
    z.enum(["house", "class-three", "class-four"]),
    { en: "Kind of work", vi: "Loại công trình" },
    {
      options: {
        house: { en: "a separate house", vi: "nhà ở riêng lẻ" },
        "class-three": { en: "a work of class III", vi: "công trình cấp III" },
        "class-four": { en: "a work of class IV", vi: "công trình cấp IV" },
      },
    },
  ),
  investor: labelled(
    z.strictObject({
      name: labelled(line(), { en: "Name", vi: "Tên chủ đầu tư (chủ hộ)" }),
      identityNumber: labelled(taxCode(), {
        en: "Personal identification number or tax code",
        vi: "Số định danh cá nhân hoặc mã số thuế",
      }),
      address: labelled(line(), { en: "Address", vi: "Địa chỉ liên hệ" }),
      telephone: labelled(telephone(), { en: "Telephone", vi: "Số điện thoại" }),
    }),
    { en: "Investor", vi: "Chủ đầu tư" },
  ),
  site: labelled(
    z.strictObject({
      plotNumber: labelled(line(50), { en: "Plot number", vi: "Lô đất số" }),
      areaSquareMetres: labelled(metres(1_000_000), {
        en: "Area in square metres",
        vi: "Diện tích (m²)",
      }),
      address: labelled(line(), { en: "Address", vi: "Địa điểm xây dựng" }),
      adjoining: labelled(z.boolean(), {
        en: "It adjoins other buildings",
        vi: "Có công trình liền kề",
      }),
      heritage: labelled(z.boolean(), {
        en: "It lies in a protected area of a monument",
        vi: "Nằm trong khu vực bảo vệ di tích",
      }),
    }),
    { en: "Site", vi: "Thông tin khu đất" },
  ),
  designer: labelled(
    z.strictObject({
      name: labelled(line(), { en: "Name", vi: "Tên tổ chức, cá nhân" }),
      certificate: labelled(line(60), {
        en: "Number of the practising certificate",
        vi: "Mã số chứng chỉ",
      }),
    }),
    { en: "Designer", vi: "Tổ chức, cá nhân lập thiết kế" },
  ),
  building: labelled(
    z.strictObject({
      groundFloorSquareMetres: labelled(metres(100_000), {
        en: "Area of the ground floor in square metres",
        vi: "Diện tích xây dựng tầng 1 (m²)",
      }),
      floorSquareMetres: labelled(metres(1_000_000), {
        en: "Area of all floors in square metres",
        vi: "Tổng diện tích sàn (m²)",
      }),
      heightMetres: labelled(metres(200), {
        en: "Height in metres",
        vi: "Chiều cao công trình (m)",
      }),
      storeys: labelled(z.int().min(1).max(60), { en: "Storeys", vi: "Số tầng" }),
      basements: labelled(z.int().min(0).max(5), { en: "Basements", vi: "Số tầng hầm" }),
    }),
    { en: "Building", vi: "Nội dung đề nghị cấp phép" },
  ),
  fireReview: labelled(z.boolean(), {
    en: "The design is subject to fire safety review",
    vi: "Thuộc diện thẩm duyệt phòng cháy và chữa cháy",
  }),
  designVerification: labelled(z.boolean(), {
    en: "The design must be verified",
    vi: "Thuộc diện phải thẩm tra thiết kế",
  }),
  monthsOfWork: labelled(z.int().min(1).max(120), {
    en: "Months in which the work will be finished",
    vi: "Dự kiến thời gian hoàn thành (tháng)",
  }),
});

const IS_REISSUED = fact("/answers/request").equals("reissued");
const IS_BUILT = fact("/answers/request").oneOf("new", "adjusted");

const scan = {
  mediaTypes: ["application/pdf", "image/jpeg", "image/png"],
  maxBytes: 10_000_000,
} as const;
const drawings = {
  mediaTypes: ["application/pdf"],
  maxBytes: 10_000_000,
  requiredIf: IS_BUILT,
} as const;

const documents: DocumentKind[] = [
  {
    id: "land-paper",
    title: { en: "Proof of the right to the land", vi: "Giấy tờ chứng minh quyền sử dụng đất" },
    basis: DECREE_217,
    requiredIf: IS_BUILT,
    waivedByRegistry: "national-land-database",
    ...scan,
  },
  {
    id: "site-plan",
    title: {
      en: "Site plan and location plan",
      vi: "Bản vẽ mặt bằng công trình trên lô đất và sơ đồ vị trí",
    },
    basis: DECREE_217,
    ...drawings,
  },
  {
    id: "floor-plans",
    title: {
      en: "Floor plans, elevations and sections",
      vi: "Bản vẽ mặt bằng các tầng, mặt đứng và mặt cắt",
    },
    basis: DECREE_217,
    ...drawings,
  },
  {
    id: "foundation-and-utilities",
    title: {
      en: "Plan of the foundation and of the connected utilities",
      vi: "Bản vẽ mặt bằng móng, mặt cắt móng và sơ đồ đấu nối hạ tầng kỹ thuật",
    },
    basis: DECREE_217,
    ...drawings,
  },
  {
    id: "fire-result",
    title: {
      en: "Result of the fire safety review",
      vi: "Kết quả thẩm duyệt phòng cháy và chữa cháy",
    },
    basis: DECREE_217,
    ...scan,
    requiredIf: all(IS_BUILT, fact("/answers/fireReview").equals(true)),
  },
  {
    id: "design-verification",
    title: { en: "Report on the verified design", vi: "Báo cáo kết quả thẩm tra thiết kế" },
    basis: DECREE_217,
    ...scan,
    requiredIf: all(IS_BUILT, fact("/answers/designVerification").equals(true)),
  },
  {
    id: "culture-opinion",
    title: {
      en: "Opinion of the culture authority, where there is one",
      vi: "Văn bản ý kiến của cơ quan quản lý văn hóa (nếu đã có)",
    },
    basis: DECREE_217,
    ...scan,
    optional: true,
  },
  {
    id: "neighbour-safety",
    title: {
      en: "Commitment to the safety of adjoining buildings",
      vi: "Bản cam kết bảo đảm an toàn đối với công trình liền kề",
    },
    basis: DECREE_217,
    ...scan,
    requiredIf: all(IS_BUILT, fact("/answers/site/adjoining").equals(true)),
  },
  {
    id: "earlier-permit",
    title: { en: "The permit granted before", vi: "Giấy phép xây dựng đã cấp" },
    basis: DECREE_217,
    ...scan,
    requiredIf: fact("/answers/request").equals("adjusted"),
  },
];

const NOT_PERMITTED: Reason[] = [
  {
    code: "against-the-plan",
    title: {
      en: "It does not conform to the approved plan",
      vi: "Không phù hợp với quy hoạch đã được phê duyệt",
    },
    basis: DECREE_217,
  },
  {
    code: "no-right-to-land",
    title: { en: "No right to build on the land", vi: "Không có quyền xây dựng trên thửa đất" },
    basis: DECREE_217,
  },
  {
    code: "unsafe-design",
    title: {
      en: "The design is not safe for the work or its neighbours",
      vi: "Thiết kế không bảo đảm an toàn cho công trình và công trình lân cận",
    },
    basis: DECREE_217,
  },
  {
    code: "not-supplemented",
    title: {
      en: "What was asked for was not supplied",
      vi: "Không bổ sung, hoàn thiện hồ sơ theo thông báo",
    },
    basis: DECREE_217,
  },
];

/** Asked for an opinion within two working days; silence is consent, and an objection is weighed. */
const consulted = (
  id: string,
  title: { en: string; vi: string },
  objection: { en: string; vi: string },
  more: Pick<ConsultStage, "level" | "when">,
): ConsultStage => ({
  id,
  kind: "consult",
  title,
  basis: DECREE_217,
  role: id,
  limit: { amount: 2, unit: "workingDays" },
  onDeadline: "deemedConsent",
  refusals: [{ code: `${id}-objects`, title: objection, basis: DECREE_217 }],
  objectionRefusesIf: any(),
  ...more,
});

export const houseConstructionV1 = definePermit({
  id: "house-construction",
  version: 1,
  title: { en: "House construction permit", vi: "Giấy phép xây dựng nhà ở" },
  summary: {
    en: "For houses and works of class III and IV: a new permit, an adjusted one, or one issued again.",
    vi: "Cấp mới, điều chỉnh, cấp lại giấy phép xây dựng đối với nhà ở riêng lẻ và công trình cấp III, cấp IV.",
  },
  procedureCode: "1.013225",
  legalBasis: [DECREE_217, PEOPLES_COUNCIL],
  level: "commune",
  validFrom: "2026-07-01",
  applicants: ["person", "household", "organisation"],
  roles: [
    { id: "reception", title: { en: "Reception clerk", vi: "Cán bộ tiếp nhận (bộ phận một cửa)" } },
    { id: "inspector", title: { en: "Construction inspector", vi: "Cán bộ quản lý xây dựng" } },
    { id: "appraiser", title: { en: "Appraiser", vi: "Chuyên viên thẩm định" } },
    {
      id: "fire-safety",
      title: { en: "Fire safety police", vi: "Cảnh sát phòng cháy và chữa cháy" },
    },
    { id: "culture", title: { en: "Culture department", vi: "Cơ quan quản lý văn hóa" } },
    {
      id: "infrastructure",
      title: { en: "Infrastructure division", vi: "Đơn vị quản lý hạ tầng kỹ thuật" },
    },
    {
      id: "leader",
      title: { en: "Leader of the People's Committee", vi: "Lãnh đạo Ủy ban nhân dân" },
    },
  ],
  answers,
  conditionalFields: [
    {
      field: "/answers/earlierPermit",
      askedIf: fact("/answers/request").oneOf("adjusted", "reissued"),
    },
  ],
  documents,
  fee: {
    currency: "VND",
    tariffs: [
      {
        from: "2026-07-01",
        basis: PEOPLES_COUNCIL,
        lines: [
          {
            id: "house",
            title: { en: "Permit for a house", vi: "Lệ phí cấp giấy phép xây dựng nhà ở" },
            amount: 75_000,
            when: fact("/answers/work").equals("house"),
          },
          {
            id: "other-work",
            title: {
              en: "Permit for another work",
              vi: "Lệ phí cấp giấy phép xây dựng công trình khác",
            },
            amount: 150_000,
            when: fact("/answers/work").oneOf("class-three", "class-four"),
          },
        ],
      },
    ],
  },
  clock: {
    limit: { amount: 10, unit: "workingDays" },
    basis: DECREE_217,
    cases: [
      { when: IS_REISSUED, limit: { amount: 5, unit: "workingDays" }, basis: DECREE_217 },
      {
        when: fact("/answers/request").equals("adjusted"),
        limit: { amount: 9, unit: "workingDays" },
        basis: DECREE_217,
      },
      {
        when: fact("/answers/work").equals("house"),
        limit: { amount: 7, unit: "workingDays" },
        basis: DECREE_217,
      },
    ],
    onSupplement: "pause",
    onPayment: "pause",
    warnBefore: { amount: 1, unit: "workingDays" },
  },
  stages: [
    {
      id: "intake",
      kind: "review",
      title: { en: "Check of completeness", vi: "Tiếp nhận và kiểm tra hồ sơ" },
      basis: ONE_STOP,
      role: "reception",
      level: "commune",
      accepts: true,
      limit: { amount: 8, unit: "workingHours" },
      refusals: [
        {
          code: "not-competent",
          title: { en: "Another authority is competent", vi: "Không thuộc thẩm quyền giải quyết" },
          basis: DECREE_217,
        },
      ],
    },
    {
      id: "fee",
      kind: "pay",
      title: { en: "Payment of the fee", vi: "Nộp lệ phí" },
      basis: PEOPLES_COUNCIL,
      limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
      onDeadline: "lapse",
    },
    {
      id: "opinions",
      kind: "parallel",
      title: {
        en: "Site check and consultations: silence is consent",
        vi: "Kiểm tra thực địa và lấy ý kiến: im lặng là đồng ý",
      },
      stages: [
        {
          id: "site-check",
          kind: "inspect",
          title: { en: "Check of the site", vi: "Kiểm tra thực địa" },
          basis: DECREE_217,
          role: "inspector",
          level: "commune",
          when: IS_BUILT,
          limit: { amount: 3, unit: "workingDays" },
          checklist: [
            {
              id: "boundaries",
              title: {
                en: "The plot's boundaries are as drawn",
                vi: "Ranh giới thửa đất đúng bản vẽ",
              },
            },
            {
              id: "building-line",
              title: { en: "The building line is kept", vi: "Tuân thủ chỉ giới xây dựng" },
            },
            { id: "not-begun", title: { en: "The work has not begun", vi: "Chưa khởi công" } },
            {
              id: "neighbours",
              title: {
                en: "Adjoining buildings are as described",
                vi: "Công trình liền kề đúng mô tả",
              },
            },
          ],
          refusals: [
            {
              code: "site-differs",
              title: { en: "The site differs from the drawings", vi: "Hiện trạng khác với bản vẽ" },
              basis: DECREE_217,
            },
          ],
          objectionRefusesIf: any(),
        },
        consulted(
          "fire-safety",
          { en: "Opinion on fire safety", vi: "Ý kiến về phòng cháy và chữa cháy" },
          { en: "Fire safety is not assured", vi: "Không bảo đảm an toàn phòng cháy và chữa cháy" },
          { level: "province", when: all(IS_BUILT, fact("/answers/fireReview").equals(true)) },
        ),
        consulted(
          "culture",
          { en: "Opinion on the monument", vi: "Ý kiến về bảo vệ di tích" },
          { en: "It would harm the monument", vi: "Ảnh hưởng đến di tích" },
          { level: "province", when: all(IS_BUILT, fact("/answers/site/heritage").equals(true)) },
        ),
        consulted(
          "infrastructure",
          { en: "Opinion on infrastructure", vi: "Ý kiến về hạ tầng kỹ thuật" },
          { en: "It cannot be connected as drawn", vi: "Không thể đấu nối hạ tầng theo bản vẽ" },
          { level: "commune", when: IS_BUILT },
        ),
      ],
    },
    {
      id: "appraisal",
      kind: "review",
      title: { en: "Appraisal", vi: "Thẩm định hồ sơ" },
      basis: DECREE_217,
      role: "appraiser",
      level: "commune",
      apartFrom: ["intake"],
      limit: { amount: 1, unit: "workingDays" },
      // One notice; two working days to answer it; then the officer refuses within one more.
      supplement: {
        rounds: 1,
        limit: { amount: 2, unit: "workingDays", binds: "applicant" },
        onSilence: "return",
        basis: DECREE_217,
      },
      refusals: NOT_PERMITTED,
    },
    {
      id: "signing",
      kind: "sign",
      title: { en: "Signature of the competent person", vi: "Lãnh đạo ký giấy phép" },
      basis: DECREE_217,
      role: "leader",
      level: "commune",
      limit: { amount: 1, unit: "workingDays" },
      refusals: NOT_PERMITTED,
    },
    {
      id: "issue",
      kind: "issue",
      title: { en: "Issue of the permit", vi: "Cấp giấy phép xây dựng" },
    },
  ],
  licence: {
    title: { en: "Construction permit", vi: "Giấy phép xây dựng" },
    type: "house-construction",
    number: "{sequence:4}/{year}/GPXD-{agency}",
    validity: { amount: 12, unit: "months", binds: "licence" },
    extension: {
      by: { amount: 12, unit: "months", binds: "licence" },
      times: 2,
      basis: DECREE_217,
    },
    publication: { for: { amount: 12, unit: "months", binds: "licence" }, basis: DECREE_217 },
    claims: [
      {
        id: "holder",
        title: { en: "Investor", vi: "Chủ đầu tư" },
        value: "/answers/investor/name",
        disclosure: "selective",
        printed: true,
        cwtKey: 4,
      },
      {
        id: "site_address",
        title: { en: "Site", vi: "Địa điểm xây dựng" },
        value: "/answers/site/address",
        disclosure: "always",
        printed: true,
        cwtKey: 5,
      },
      {
        id: "plot_number",
        title: { en: "Plot", vi: "Lô đất số" },
        value: "/answers/site/plotNumber",
        disclosure: "always",
        printed: true,
        cwtKey: 6,
      },
      {
        id: "work",
        title: { en: "Kind of work", vi: "Loại công trình" },
        value: "/answers/work",
        disclosure: "always",
        printed: true,
        cwtKey: 7,
      },
      {
        id: "building",
        title: { en: "Building", vi: "Công trình" },
        value: "/answers/building",
        disclosure: "always",
        printed: true,
        cwtKey: 8,
      },
      {
        id: "designer",
        title: { en: "Designer", vi: "Đơn vị thiết kế" },
        value: "/answers/designer/name",
        disclosure: "always",
        printed: false,
        cwtKey: 9,
      },
    ],
    statusReasons: [
      {
        code: "granted-against-the-law",
        to: "revoked",
        title: {
          en: "It was granted against the law",
          vi: "Giấy phép được cấp không đúng quy định",
        },
        basis: DECREE_217,
        limit: { amount: 10, unit: "workingDays" },
      },
      {
        code: "violation-not-remedied",
        to: "revoked",
        title: {
          en: "A violation was not remedied in time",
          vi: "Không khắc phục vi phạm trong thời hạn",
        },
        basis: DECREE_217,
        limit: { amount: 10, unit: "workingDays" },
      },
      {
        code: "given-back",
        to: "surrendered",
        title: { en: "The investor gives it back", vi: "Chủ đầu tư nộp lại giấy phép" },
        basis: DECREE_217,
        limit: { amount: 5, unit: "workingDays" },
      },
      {
        code: "reissued",
        to: "replaced",
        title: { en: "A new permit replaces it", vi: "Được thay thế bằng giấy phép mới" },
        basis: DECREE_217,
      },
    ],
  },
});
