/** Pictures by their own structure: whole from the first byte to their end. */

/** The eight bytes that a PNG begins with (PNG, third edition, section 5.2). */
const SIGNATURE = 8;
/** Length, type and checksum around a chunk's data (section 5.3). */
const AROUND = 12;

/** Whether a PNG's chunks lead from IHDR over picture data to IEND, which is the file's end. */
export function isWholePng(buffer: Buffer): boolean {
  const types: string[] = [];
  let at = SIGNATURE;
  while (at + AROUND <= buffer.length && types.at(-1) !== "IEND") {
    types.push(buffer.toString("latin1", at + 4, at + 8));
    at += AROUND + buffer.readUInt32BE(at);
  }
  return (
    types[0] === "IHDR" && types.includes("IDAT") && types.at(-1) === "IEND" && at === buffer.length
  );
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Markers that stand alone: TEM, the restarts RST0 to RST7, and the two ends (ISO/IEC 10918-1, table B.1). */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= EOI);
/** Frames, by their process (SOF); DHT, JPG and DAC share the range. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Whether a JPEG's segments lead from its start over a frame and a scan to its end marker. What
 * stands behind that is not looked at: telephones put previews, depths and short films there.
 */
export function isWholeJpeg(buffer: Buffer): boolean {
  let frame = false;
  let scan = false;
  let at = 0;
  while (at + 1 < buffer.length && buffer[at] === 0xff) {
    const marker = buffer[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    at += 2;
    if (marker === EOI) return frame && scan;
    if (marker === SOI && at !== 2) return false;
    if (isAlone(marker)) continue;
    if (at + 2 > buffer.length) return false;
    at += buffer.readUInt16BE(at);
    frame ||= isFrame(marker);
    if (marker === SOS) {
      scan = true;
      at = endOfScan(buffer, at);
    }
  }
  return false;
}

/** The next marker behind a scan's data, in which FF is followed by 00 or a restart (section B.1.1.5). */
function endOfScan(buffer: Buffer, from: number): number {
  for (let at = buffer.indexOf(0xff, from); at !== -1; at = buffer.indexOf(0xff, at + 2)) {
    const next = buffer[at + 1];
    if (next === undefined) break;
    if (next !== 0x00 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return buffer.length;
}
