import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { uriEncode } from "../aws/signature.ts";
import type { Files } from "../ports.ts";
import { presignGet } from "./presign.ts";

/**
 * Files in one S3 bucket, or in whatever speaks its protocol.
 *
 * An upload form is bound by its signed policy to one key, one media type and a size between one
 * byte and the limit: the storage refuses the rest by itself. Links and forms are signed in real
 * time, whatever the domain clock says, because the storage checks them against its own.
 */
export function s3Files(client: S3Client, options: { readonly bucket: string }): Files {
  const { bucket } = options;
  const at = (key: string) => ({ Bucket: bucket, Key: key });
  const describe: Files["describe"] = async (key) => {
    const found = await unlessAbsent(client.send(new HeadObjectCommand(at(key))));
    return found && { size: found.ContentLength ?? 0, mediaType: found.ContentType ?? "" };
  };

  return {
    describe,
    presignUpload: ({ key, mediaType, maxBytes, expiresInSeconds }) =>
      createPresignedPost(client, {
        ...at(key),
        Fields: { "Content-Type": mediaType },
        Conditions: [["content-length-range", 1, maxBytes]],
        Expires: expiresInSeconds,
      }),
    presignDownload: ({ key, fileName, mediaType, expiresInSeconds }) =>
      presignGet(
        client,
        { bucket, key },
        {
          expiresInSeconds,
          now: Date.now(),
          response: {
            "response-content-disposition": attachment(fileName),
            "response-content-type": mediaType,
          },
        },
      ),
    async read(key) {
      const found = await unlessAbsent(client.send(new GetObjectCommand(at(key))));
      return found?.Body?.transformToByteArray();
    },
    async keep(key, { bytes, mediaType }) {
      const put = { ...at(key), Body: bytes, ContentType: mediaType, IfNoneMatch: "*" };
      try {
        await client.send(new PutObjectCommand(put));
        return true;
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === "PreconditionFailed")
          return false;
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },
  };
}

/** HEAD has no body to carry an error code: the SDK calls a 404 `NotFound` there. */
async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const absent =
      error instanceof S3ServiceException && ["NoSuchKey", "NotFound"].includes(error.name);
    if (absent) return undefined;
    throw error;
  }
}

/** RFC 6266 with a name in ASCII for old software and the true one in UTF-8 (RFC 8187). */
function attachment(fileName: string): string {
  const plain = fileName.normalize("NFD").replace(/[^\w.() -]/g, "") || "document";
  return `attachment; filename="${plain}"; filename*=UTF-8''${uriEncode(fileName)}`;
}
