/**
 * Publishes every status list whose contents changed, or whose token is half through its life. One
 * writer's publication holds: a stale one is refused by the version it read.
 */
import { digest } from "../../shared/audit/chain.ts";
import type { Authority } from "../../shared/authority/authority.ts";
import { signToken } from "../../shared/licence/to-sign.ts";
import {
  emptyStatusList,
  STATUSES,
  type StatusName,
  withStatuses,
} from "../../shared/status-list/list.ts";
import { LIST_SIZE, listsOf } from "../../shared/status-list/lists.ts";
import { statusListJwtToSign } from "../../shared/status-list/token.ts";
import { ConditionFailed } from "../../shared/store/client.ts";
import type { PublishedList, StatusMarks } from "../../shared/store/status-lists.ts";
import { described, internal, logger } from "../runtime.ts";
import { clock, signer, store } from "../wiring.ts";

const LIFE_MS = 24 * 3_600_000;
/** How long a verifier may keep one before asking again. */
const TTL_SECONDS = 15 * 60;

export const handler = internal("publish-status-lists", async () => {
  const published = { lists: 0, failed: 0 };
  for (const authority of await store().authorities.all()) {
    const used = await store().statusLists.used(authority.id);
    for (const list of listsOf(authority.id, used)) {
      try {
        if (await publish(authority, list)) published.lists++;
      } catch (error) {
        published.failed++;
        logger.error("status list not published", { list, ...described(error) });
      }
    }
  }
  return published;
});

async function publish(authority: Authority, list: string): Promise<boolean> {
  const { statusLists } = store();
  const [last, marks] = await Promise.all([statusLists.published(list), statusLists.marks(list)]);
  const now = clock.now();
  const contents = digest([...marks].sort(([a], [b]) => a - b));
  const fresh = last && now >= last.issuedAt && now < last.issuedAt + LIFE_MS / 2;
  if (fresh && last.contents === contents) return false;
  const token = await tokenOf(authority, list, marks, now);
  const version = (last?.version ?? 0) + 1;
  const item: PublishedList = {
    list,
    authority: authority.id,
    version,
    contents,
    jwt: token,
    issuedAt: now,
    expiresAt: now + LIFE_MS,
  };
  try {
    await statusLists.publish(item, last);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

async function tokenOf(authority: Authority, list: string, marks: StatusMarks, now: number) {
  const key = await signer(authority.id, "status-lists");
  const iat = Math.floor(now / 1000);
  const token = statusListJwtToSign({
    uri: `${authority.issuer}/status-lists/${list}`,
    issuer: authority.issuer,
    kid: key.kid,
    iat,
    exp: iat + LIFE_MS / 1000,
    ttl: TTL_SECONDS,
    list: withStatuses(emptyStatusList(LIST_SIZE), named(marks)),
  });
  return signToken(token, key);
}

function* named(marks: StatusMarks): Generator<readonly [number, StatusName]> {
  for (const [index, status] of marks) {
    const name = Object.entries(STATUSES).find(([, value]) => value === status)?.[0];
    if (name) yield [index, name as StatusName];
  }
}
