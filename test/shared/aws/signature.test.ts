import { expect, test } from "vitest";
import { amzDate, canonicalQuery, signRequest, uriEncode } from "../../../shared/aws/signature.ts";

// The examples that AWS publishes with their results, in the S3 API reference under "Authenticating
// requests (AWS Signature Version 4)".
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SCOPE = { day: "20130524", region: "us-east-1", service: "s3" };
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("a pre-signed link is signed as AWS's example is", () => {
  const signature = signRequest(
    {
      method: "GET",
      path: "/test.txt",
      query: [
        ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
        ["X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"],
        ["X-Amz-Date", "20130524T000000Z"],
        ["X-Amz-Expires", "86400"],
        ["X-Amz-SignedHeaders", "host"],
      ],
      headers: [["host", "examplebucket.s3.amazonaws.com"]],
      payloadHash: "UNSIGNED-PAYLOAD",
    },
    "20130524T000000Z",
    SCOPE,
    SECRET,
  );
  expect(signature).toBe("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
});

test("a request signed in its header is signed as AWS's example is", () => {
  const signature = signRequest(
    {
      method: "GET",
      path: "/test.txt",
      query: [],
      headers: [
        ["x-amz-date", "20130524T000000Z"],
        ["host", "examplebucket.s3.amazonaws.com"],
        ["range", "bytes=0-9"],
        ["x-amz-content-sha256", EMPTY],
      ],
      payloadHash: EMPTY,
    },
    "20130524T000000Z",
    SCOPE,
    SECRET,
  );
  expect(signature).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
});

test("a query is sorted by its encoded names, then values", () => {
  expect(
    canonicalQuery([
      ["prefix", "J"],
      ["max-keys", "2"],
      ["prefix", "A b"],
    ]),
  ).toBe("max-keys=2&prefix=A%20b&prefix=J");
});

test("everything but the unreserved characters is encoded", () => {
  expect(uriEncode("aZ09-._~ /'()*!ờ")).toBe("aZ09-._~%20%2F%27%28%29%2A%21%E1%BB%9D");
});

test("a moment is written without separators and fractions", () => {
  expect(amzDate(Date.UTC(2026, 10, 24, 3, 4, 5, 678))).toBe("20261124T030405Z");
});
