import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
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
  const { shards } = load(file, streamArn);
  const change = (shardId: string, to: Saved["shards"][string]) => {
    shards[shardId] = { ...shards[shardId], ...to };
  };
  const keep = (shardId: string, to: Saved["shards"][string]) => {
    change(shardId, to);
    save(file, { streamArn, shards });
  };
  return {
    position: (shardId) => shards[shardId]?.position,
    isFinished: (shardId) => shards[shardId]?.finished ?? false,
    advance: (shardId, position) => keep(shardId, { position }),
    pass: (shardId, position) => change(shardId, { position }),
    finish: (shardId) => keep(shardId, { finished: true }),
  };
}

function load(file: string, streamArn: string): Saved {
  try {
    const saved = JSON.parse(readFileSync(file, "utf8")) as Saved;
    if (saved.streamArn === streamArn) return saved;
  } catch {
    // None yet, or a torn one.
  }
  return { streamArn, shards: {} };
}

/**
 * Written aside and moved into place: a reader sees the old one or the new one. It is not forced to
 * the disk: a crash of the process keeps it, and after a loss of power an older one, or none, makes
 * records come again, which a consumer bears anyway. Forcing it cost a millisecond for each batch.
 */
function save(file: string, saved: Saved): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(saved));
  renameSync(draft, file);
}
