import type { DatabaseSync } from "node:sqlite";
import type { Adapter, AdapterPayload } from "oidc-provider";

export const IDENTITY_SCHEMA = `
CREATE TABLE IF NOT EXISTS artefact (
  issuer TEXT NOT NULL,
  model TEXT NOT NULL,
  id TEXT NOT NULL,
  payload TEXT NOT NULL,
  grant_id TEXT,
  uid TEXT,
  user_code TEXT,
  expires INTEGER,
  PRIMARY KEY (issuer, model, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS artefact_grant ON artefact (issuer, grant_id);
CREATE INDEX IF NOT EXISTS artefact_uid ON artefact (issuer, model, uid);
CREATE INDEX IF NOT EXISTS artefact_expires ON artefact (expires);
`;

/**
 * Where one issuer keeps its sessions, codes and grants, as `oidc-provider` asks for it: an adapter
 * for each model, so that a restart signs nobody out.
 */
export function openAdapter(database: DatabaseSync, issuer: string): (model: string) => Adapter {
  const statements = {
    upsert: database.prepare(
      "INSERT OR REPLACE INTO artefact VALUES (:issuer, :model, :id, :payload, :grantId, :uid, :userCode, :expires)",
    ),
    find: database.prepare(
      "SELECT payload, expires FROM artefact WHERE issuer = ? AND model = ? AND id = ?",
    ),
    findByUid: database.prepare(
      "SELECT payload, expires FROM artefact WHERE issuer = ? AND model = ? AND uid = ?",
    ),
    findByUserCode: database.prepare(
      "SELECT payload, expires FROM artefact WHERE issuer = ? AND model = ? AND user_code = ?",
    ),
    consume: database.prepare(
      "UPDATE artefact SET payload = json_set(payload, '$.consumed', ?) WHERE issuer = ? AND model = ? AND id = ?",
    ),
    destroy: database.prepare("DELETE FROM artefact WHERE issuer = ? AND model = ? AND id = ?"),
    revoke: database.prepare("DELETE FROM artefact WHERE issuer = ? AND grant_id = ?"),
    expire: database.prepare("DELETE FROM artefact WHERE expires <= ?"),
  };

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      statements.expire.run(seconds());
      statements.upsert.run({
        issuer,
        model,
        id,
        payload: JSON.stringify(payload),
        // The grant itself is destroyed by its own id; only what was issued under it is revoked by it.
        grantId: payload.grantId ?? null,
        uid: payload.uid ?? null,
        userCode: payload.userCode ?? null,
        expires: expiresIn === undefined ? null : seconds() + expiresIn,
      });
    },
    find: async (id) => parse(statements.find.get(issuer, model, id)),
    findByUid: async (uid) => parse(statements.findByUid.get(issuer, model, uid)),
    findByUserCode: async (code) => parse(statements.findByUserCode.get(issuer, model, code)),
    async consume(id) {
      statements.consume.run(seconds(), issuer, model, id);
    },
    async destroy(id) {
      statements.destroy.run(issuer, model, id);
    },
    async revokeByGrantId(grantId) {
      statements.revoke.run(issuer, grantId);
    },
  });
}

function parse(row: Record<string, unknown> | undefined): AdapterPayload | undefined {
  if (!row) return undefined;
  if (row["expires"] !== null && Number(row["expires"]) <= seconds()) return undefined;
  return JSON.parse(String(row["payload"]));
}

/** Login tokens stay on real time in every home, so this is no injected clock. */
function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
