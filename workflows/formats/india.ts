/** Formats of India's registers, as schemas with their faults in words. */
import * as z from "zod";
import { ruled } from "../../shared/permit/answers.ts";

/** Permanent account number: five letters (the fourth names the kind of holder), four digits, a letter. */
export const pan = () =>
  ruled(z.string().min(1).max(10), {
    code: "pan",
    test: (text) => /^[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]$/.test(text),
    detail: { en: "Write the PAN in capitals, such as ABCPE1234F." },
  });

export const pinCode = () =>
  ruled(z.string().min(1).max(6), {
    code: "pin-code",
    test: (text) => /^[1-9][0-9]{5}$/.test(text),
    detail: { en: "Write the PIN code, six digits such as 600001." },
  });

export const mobile = () =>
  ruled(z.string().min(1).max(13), {
    code: "mobile",
    test: (text) => /^(\+91)?[6-9][0-9]{9}$/.test(text),
    detail: { en: "Write a mobile number of ten digits, with or without +91 before it." },
  });
