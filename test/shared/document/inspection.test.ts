import { deflateSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inspect } from "../../../shared/document/inspection.ts";

const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(
  "",
);
/** A picture of one dot. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFgAJ/v7mEjgAAAABJRU5ErkJggg==",
  "base64",
);
/** The segments of a JPEG with one frame, and one scan that holds an escaped FF and a restart. */
const JPEG = Buffer.from(
  `ffd8 ffe0 0004 4a46 ffc0 000b 08 0001 0001 01 01 11 00 ffc4 0003 00 ffff
   ffda 0008 01 01 00 00 3f 00 12 ff00 34 ffd0 56 ffd9`.replaceAll(/\s/g, ""),
  "hex",
);

const bytes = (text: string) => Buffer.from(text, "latin1");

/** A small PDF whose one object is the given text. */
const pdf = (object = "<< /Type /Catalog /Pages 2 0 R >>") =>
  bytes(`%PDF-1.7\n1 0 obj\n${object}\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n`);

const objectStream = (content: Buffer, type = "/ObjStm", filter = "/Filter /FlateDecode") =>
  `<< /Type ${type} /N 1 /First 4 ${filter} /Length ${content.length} >>\nstream\n${content.toString("latin1")}\nendstream`;

const verdict = (document: Uint8Array, mediaType = "application/pdf") => {
  const inspection = inspect(document, mediaType);
  return inspection.verdict === "clean" ? "clean" : inspection.reason;
};

describe("clean is", () => {
  test.each([
    ["a PDF", pdf(), "application/pdf"],
    ["a PNG", PNG, "image/png"],
    ["a JPEG", JPEG, "image/jpeg"],
    [
      "a telephone's JPEG with a film behind it",
      Buffer.concat([JPEG, bytes("\0\0ftypmp42")]),
      "image/jpeg",
    ],
    [
      "a PDF with harmless objects packed away",
      pdf(objectStream(deflateSync(bytes("1 0 << /Type /Catalog >>")))),
      "application/pdf",
    ],
    [
      "a PDF with a picture nobody can unpack",
      pdf("<< /Subtype /Image /Filter /DCTDecode >>\nstream\n\xff\xd8\xff/JS \nendstream"),
      "application/pdf",
    ],
    [
      "a PDF that opens at its second page",
      pdf("<< /OpenAction [2 0 R /Fit] >>"),
      "application/pdf",
    ],
  ])("%s", (_, document, mediaType) => {
    expect(verdict(document, mediaType)).toBe("clean");
  });
});

describe("rejected is", () => {
  test("a document without a byte", () => {
    expect(verdict(Buffer.alloc(0))).toBe("empty");
  });

  test.each([
    ["Windows", bytes("MZ\x90\0")],
    ["Linux", bytes("\x7fELF\x02")],
    ["macOS", Buffer.from([0xcf, 0xfa, 0xed, 0xfe])],
    ["a shell", bytes("#!/bin/sh\n")],
  ])("a program for %s that is called a PDF", (_, document) => {
    expect(verdict(document)).toBe("executable");
  });

  test("the EICAR file, wherever it hides", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (before) => {
        const document = Buffer.concat([PNG, before, bytes(EICAR), before]);
        expect(verdict(document, "image/png")).toBe("malware");
      }),
    ));

  test("the EICAR file by itself, rather than as a wrong PDF", () => {
    expect(verdict(bytes(EICAR))).toBe("malware");
  });

  test.each([
    ["a PNG called a PDF", PNG, "application/pdf"],
    ["a PDF called a PNG", pdf(), "image/png"],
    ["a web page called a JPEG", bytes("<html>"), "image/jpeg"],
    ["a PDF behind something else", Buffer.concat([bytes("x"), pdf()]), "application/pdf"],
    ["the beginning of a signature", PNG.subarray(0, 7), "image/png"],
  ])("%s", (_, document, mediaType) => {
    expect(verdict(document, mediaType)).toBe("media-type-mismatch");
  });

  test.each(["text/html", "image/svg+xml", "application/zip", "", "application/pdf; x=y"])(
    "the media type %j",
    (mediaType) => {
      expect(verdict(pdf(), mediaType)).toBe("media-type-unsupported");
    },
  );

  test.each([
    "/S /JavaScript /JS (app.alert(1))",
    "/S /Java#53cript /JS 5 0 R",
    "/S/Launch/F(cmd.exe)",
    "/S /SubmitForm /F (https://example.com)",
    "/S /ImportData",
    "/S /GoToE",
    "/S /GoToR /F (//host/share)",
    "/Subtype /Movie",
    "/Subtype /Sound",
    "/S /Rendition",
    "/Type /EmbeddedFile",
    "/Names << /EmbeddedFiles 4 0 R >>",
    "/Subtype /RichMedia",
    "/AcroForm << /XFA 7 0 R >>",
  ])("a PDF that can act: %s", (entry) => {
    expect(verdict(pdf(`<< ${entry} >>`))).toBe("active-content");
    expect(verdict(pdf(objectStream(deflateSync(bytes(`1 0 << ${entry} >>`)))))).toBe(
      "active-content",
    );
  });

  test("a PDF that packs its script into a stream under an escaped name", () => {
    const packed = deflateSync(bytes("1 0 << /S /JavaScript >>"));
    expect(verdict(pdf(objectStream(packed, "/Obj#53tm")))).toBe("active-content");
  });

  test("a PDF with a password", () => {
    const locked = bytes("%PDF-1.7\ntrailer << /Root 1 0 R /Encrypt 9 0 R >>\n%%EOF");
    expect(verdict(locked)).toBe("encrypted");
  });

  test("a PDF whose objects are packed in a way that cannot be inspected", () => {
    expect(verdict(pdf(objectStream(bytes("~rot13~"), "/ObjStm", "/Filter /Crypt")))).toBe(
      "malformed",
    );
  });

  test("a PDF that unpacks to a bomb", () => {
    const bomb = deflateSync(Buffer.alloc(65 * 2 ** 20));
    expect(verdict(pdf(objectStream(bomb)))).toBe("malformed");
  });

  test("a PDF with an object stream that has no end", () => {
    expect(verdict(pdf("1 0 obj << /Type /ObjStm >> stream\n1 0 << >>"))).toBe("malformed");
  });

  test("a PDF of nothing but beginnings of streams, which would be looked through for hours", () => {
    const beginnings = "stream\n1 0 /ObjStm ".repeat(100_000);
    expect(verdict(pdf(` /ObjStm ${beginnings} endstream`))).toBe("malformed");
    expect(verdict(pdf("x stream\n".repeat(200_000)))).toBe("malformed");
  });

  test.each([
    ["a PNG", PNG, "image/png"],
    ["a JPEG", JPEG, "image/jpeg"],
  ])("%s cut off anywhere", (_, whole, mediaType) => {
    for (let length = 8; length < whole.length; length++) {
      expect(verdict(whole.subarray(0, length), mediaType)).toBe("malformed");
    }
  });

  test.each([
    ["a PNG with something behind its end", Buffer.concat([PNG, bytes("PK")]), "image/png"],
    ["a PNG of an end alone", Buffer.concat([PNG.subarray(0, 8), PNG.subarray(-12)]), "image/png"],
    ["a web page behind a JPEG's first bytes", bytes("\xff\xd8\xff<html><script>"), "image/jpeg"],
    [
      "a JPEG without a scan",
      Buffer.concat([JPEG.subarray(0, 8), bytes("\xff\xd9")]),
      "image/jpeg",
    ],
    ["a JPEG that begins twice", Buffer.concat([JPEG.subarray(0, 2), JPEG]), "image/jpeg"],
  ])("%s", (_, document, mediaType) => {
    expect(verdict(document, mediaType)).toBe("malformed");
  });

  test("a PDF cut off before its end", () => {
    expect(verdict(pdf().subarray(0, 60))).toBe("malformed");
  });

  test("a PDF with something long behind its end", () => {
    expect(verdict(Buffer.concat([pdf(), Buffer.alloc(2000)]))).toBe("malformed");
  });
});

test("no bytes whatever make the inspection fail", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (rest) => {
      const document = Buffer.concat([bytes("%PDF-1.7 /ObjStm stream\n"), rest, bytes("%%EOF")]);
      expect(["clean", "rejected"]).toContain(inspect(document, "application/pdf").verdict);
    }),
  ));
