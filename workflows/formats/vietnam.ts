/** Formats of Vietnam's registers, as schemas with their faults in words. */
import * as z from "zod";
import { ruled } from "../../shared/permit/answers.ts";

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const;

/**
 * Whether a tax code is well formed: ten digits of which the last is a check digit, with `-001` to
 * `-999` for a branch; or twelve digits, the personal identification number that serves household
 * businesses and persons as their tax code since 1 July 2025 (Circular 86/2024/TT-BTC, article 5).
 */
export function isTaxCode(text: string): boolean {
  if (/^\d{12}$/.test(text)) return true;
  if (!/^\d{10}(-(?!000)\d{3})?$/.test(text) || text.slice(2, 9) === "0000000") return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return 10 - (sum % 11) === Number(text[9]);
}

/** Whether a telephone number is Vietnamese (0 and nine or ten digits) or in E.164 form. */
export function isTelephone(text: string): boolean {
  return /^0\d{9,10}$/.test(text) || /^\+[1-9]\d{7,14}$/.test(text);
}

export const taxCode = () =>
  ruled(z.string().min(1).max(14), {
    code: "tax-code",
    test: isTaxCode,
    detail: {
      en: "This is not a tax code: ten digits, with -001 and so on for a branch, or a personal identification number of twelve. Check it for a typing error.",
      vi: "Mã số thuế không hợp lệ: gồm 10 chữ số, đơn vị phụ thuộc thêm -001..., hoặc số định danh cá nhân 12 chữ số. Vui lòng kiểm tra lại.",
    },
  });

export const telephone = () =>
  ruled(z.string().min(1).max(16), {
    code: "telephone",
    test: isTelephone,
    detail: {
      en: "Write a telephone number without spaces, such as 0905123456 or +84905123456.",
      vi: "Ghi số điện thoại không có khoảng trắng, ví dụ 0905123456 hoặc +84905123456.",
    },
  });
