/**
 * Publishes a status list: signed anew where its marks changed, a decided change takes effect, or
 * its token is half through its life. One writer's publication holds: what a publisher read first
 * is what its write is held to, so whoever read older marks than were published since is refused.
 */
import type { Authority } from "../shared/authority/authority.ts";
import { signToken } from "../shared/licence/to-sign.ts";
import type { Instant } from "../shared/ports.ts";
import { emptyStatusList, withStatuses } from "../shared/status-list/list.ts";
import { LIST_LIFE_MS, LIST_SIZE, LIST_TTL_SECONDS } from "../shared/status-list/lists.ts";
import { marksAt, nextChange, type StatusMark } from "../shared/status-list/marks.ts";
import { statusListCwtToSign, statusListJwtToSign } from "../shared/status-list/token.ts";
import { ConditionFailed } from "../shared/store/client.ts";
import type { PublishedList } from "../shared/store/status-lists.ts";
import { clock, signer, store } from "./wiring.ts";

const TRIES = 4;

/** @returns whether this call published it; false where the published one is as good */
export async function publishList(authority: Authority, list: string): Promise<boolean> {
  const { statusLists } = store();
  for (let tries = 0; tries < TRIES; tries++) {
    // In this order: marks older than those of the token that is replaced cannot be published.
    const last = await statusLists.published(list);
    const revision = await statusLists.revision(list);
    // No clock of another machine that is behind takes back what has taken effect.
    const now = Math.max(clock.now(), last?.issuedAt ?? 0);
    if (last && isCurrent(last, revision, now)) return false;
    const marks = await statusLists.marks(list);
    const token = await tokenOf(authority, list, { last, revision, marks, now });
    try {
      await statusLists.publish(token, last);
      return true;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
  // Others published meanwhile, each after it had read what this one wanted to say.
  return false;
}

function isCurrent(last: PublishedList, revision: number, now: Instant): boolean {
  const { issuedAt, nextChangeAt } = last;
  const young = now < issuedAt + LIST_LIFE_MS / 2;
  const settled = nextChangeAt === undefined || now < nextChangeAt;
  return last.revision === revision && young && settled;
}

interface Content {
  readonly last: PublishedList | undefined;
  readonly revision: number;
  readonly marks: readonly StatusMark[];
  readonly now: Instant;
}

async function tokenOf(
  authority: Authority,
  list: string,
  { last, revision, marks, now }: Content,
): Promise<PublishedList> {
  const key = await signer(authority.id, "status-lists");
  const iat = Math.floor(now / 1000);
  const content = {
    uri: `${authority.issuer}/status-lists/${list}`,
    issuer: authority.issuer,
    kid: key.kid,
    iat,
    exp: iat + LIST_LIFE_MS / 1000,
    ttl: LIST_TTL_SECONDS,
    list: withStatuses(emptyStatusList(LIST_SIZE), marksAt(marks, now)),
  };
  const [jwt, cwt] = await Promise.all([
    signToken(statusListJwtToSign(content), key),
    signToken(statusListCwtToSign(content), key),
  ]);
  const nextChangeAt = nextChange(marks, now);
  return {
    list,
    authority: authority.id,
    version: (last?.version ?? 0) + 1,
    revision,
    jwt,
    cwt,
    issuedAt: now,
    expiresAt: now + LIST_LIFE_MS,
    ...(nextChangeAt !== undefined && { nextChangeAt }),
  };
}
