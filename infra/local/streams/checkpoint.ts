import { constants, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How far one consumer has come in each shard of one stream; survives every crash. */
export interface Checkpoint {
  /** The last record that is done with; undefined at the shard's beginning. */
  position(shardId: string): string | undefined;
  /** Whether the shard was closed and all of it is done with. */
  isFinished(shardId: string): boolean;
  /** Everything up to this record is done with; kept before it returns. */
  advance(shardId: string, sequenceNumber: string): void;
  /** As {@link advance}, for records that took no work: kept with the next that did. */
  pass(shardId: string, sequenceNumber: string): void;
  finish(shardId: string): void;
}

interface Saved {
  readonly streamArn: string;
  readonly shards: Record<string, { position?: string; finished?: boolean }>;
}

/**
 * Opens the checkpoint of a stream in a file. One of another stream (the table was made anew), or
 * one that cannot be read, counts as none: what is then delivered again, a consumer must bear
 * anyway.
 */
export function openCheckpoint(file: string, streamArn: string): Checkpoint {
  mkdirSync(dirname(file), { recursive: true });
  const before = textIn(file);
  const shards = shardsIn(before, streamArn);
  const write = overwriting(file, before.length);
  const change = (shardId: string, to: Saved["shards"][string]) => {
    shards[shardId] = { ...shards[shardId], ...to };
  };
  const keep = (shardId: string, to: Saved["shards"][string]) => {
    change(shardId, to);
    write(JSON.stringify({ streamArn, shards }));
  };
  return {
    position: (shardId) => shards[shardId]?.position,
    isFinished: (shardId) => shards[shardId]?.finished ?? false,
    advance: (shardId, position) => keep(shardId, { position }),
    pass: (shardId, position) => change(shardId, { position }),
    finish: (shardId) => keep(shardId, { finished: true }),
  };
}

function textIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function shardsIn(text: string, streamArn: string): Saved["shards"] {
  try {
    const saved = JSON.parse(text) as Saved;
    if (saved.streamArn === streamArn) return saved.shards;
  } catch {
    // None yet, or a torn one.
  }
  return {};
}

/**
 * Each text is written over the one before in a single call, with blanks to its length: a crash of
 * the process leaves the one or the other. It is not forced to the disk: after a loss of power an
 * older one, a torn one or none makes records come again, which a consumer bears anyway. To force it,
 * or to move a new file into the old one's place, took longer than all else that a batch needs.
 */
function overwriting(file: string, before: number): (text: string) => void {
  // Node takes such a number, though its types know names alone, none of which means this.
  const flag = constants.O_CREAT | constants.O_WRONLY;
  let longest = before;
  return (text) => {
    longest = Math.max(longest, text.length);
    writeFileSync(file, text.padEnd(longest), { flag: flag as unknown as string });
  };
}
