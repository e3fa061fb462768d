/** Who mails come from: `Sở Công Thương <no-reply@licentia.example>`, as settings have it. */

export interface Sender {
  readonly name?: string;
  readonly address: string;
}

export function senderOf(from: string): Sender {
  const [, name, address = from] = /^(.*?)\s*<(.+)>$/.exec(from) ?? [];
  return { address, ...(name && { name }) };
}

/**
 * As SES takes it: in ASCII. A name in other letters, which SES would send as rubbish, is encoded by
 * RFC 2047; one that holds what parts addresses from each other, such as a comma, is quoted.
 */
export function senderHeader(from: string): string {
  const { name, address } = senderOf(from);
  if (name === undefined) return address;
  return `${phraseOf(name)} <${address}>`;
}

function phraseOf(name: string): string {
  if (/[^ -~]/.test(name)) return encodedWords(name);
  const plain = /^([\w !#$%&'*+/=?^`{|}~-]+|"[^"\\]*")$/.test(name);
  return plain ? name : `"${name.replace(/["\\]/g, "\\$&")}"`;
}

/** An encoded word is 75 characters at most, which leaves room for 45 bytes; no letter is parted. */
const MOST_BYTES = 45;

function encodedWords(name: string): string {
  const words: string[] = [""];
  for (const letter of name.normalize("NFC")) {
    const longer = `${words.at(-1)}${letter}`;
    if (Buffer.byteLength(longer) > MOST_BYTES) words.push(letter);
    else words[words.length - 1] = longer;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join(" ");
}
