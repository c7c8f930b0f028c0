import type { Endpoint, Reads, StoredTemplate, Stores } from '../application/ports.js';
import type { NoticeKind } from '../domain/kinds.js';
import type { TemplateRow, WebhookRow } from './generated/client.js';
import type { Db } from './saving.js';

const templateOf = (row: TemplateRow): StoredTemplate => ({ ...row, kind: row.kind as NoticeKind });

/** Texts, for reading. */
export function templateReads(db: Db): Reads['templates'] {
  return {
    async inForce({ kind, scopes, languages, at }) {
      const rows = await db.templateRow.findMany({
        where: {
          ...{ kind, scope: { in: [...scopes] }, language: { in: [...languages] } },
          createdAt: { lte: at },
        },
        distinct: ['scope', 'channel', 'language'],
        orderBy: [
          ...([
            { scope: 'asc' },
            { channel: 'asc' },
            { language: 'asc' },
            { version: 'desc' },
          ] as const),
        ],
      });
      return rows.map(templateOf);
    },
  };
}

/** Texts within a transaction. */
export function templateStore(tx: Db): Stores['templateStore'] {
  return {
    async nextVersion({ scope, kind, channel, language }) {
      const name = `template ${scope} ${kind} ${channel} ${language}`;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
      const { _max: highest } = await tx.templateRow.aggregate({
        where: { scope, kind, channel, language },
        _max: { version: true },
      });
      return (highest.version ?? 0) + 1;
    },
    async add(template) {
      await tx.templateRow.create({ data: template });
    },
  };
}

const endpointOf = ({ removedAt: _removed, kinds, ...row }: WebhookRow): Endpoint => ({
  ...row,
  kinds: kinds as NoticeKind[],
});

/** Endpoints, for reading. */
export function endpointReads(db: Db): Reads['endpoints'] {
  return {
    async ofTenant(tenantId) {
      const where = { tenantId, removedAt: null };
      const rows = await db.webhookRow.findMany({ where, orderBy: { id: 'asc' } });
      return rows.map(endpointOf);
    },
    async byId(id) {
      const row = await db.webhookRow.findFirst({ where: { id, removedAt: null } });
      return row && endpointOf(row);
    },
  };
}

/** Endpoints within a transaction. */
export function endpointStore(tx: Db): Stores['endpointStore'] {
  return {
    async add({ kinds, secret, ...rest }) {
      const data = { ...rest, kinds: [...kinds], secret: new Uint8Array(secret) };
      await tx.webhookRow.create({ data });
    },
    async remove(id, tenantId, removedAt) {
      const where = { id, tenantId, removedAt: null };
      const row = await tx.webhookRow.findFirst({ where });
      const { count } = await tx.webhookRow.updateMany({ where, data: { removedAt } });
      return row === null || count === 0 ? null : endpointOf(row);
    },
  };
}

/** Mailboxes of staff, for reading. */
export function mailboxReads(db: Db): Reads['mailboxes'] {
  return { of: (tenantId) => db.mailboxRow.findUnique({ where: { tenantId } }) };
}

/** Mailboxes of staff within a transaction. */
export function mailboxStore(tx: Db): Stores['mailboxStore'] {
  return {
    async set({ tenantId, ...mailbox }) {
      const where = { tenantId };
      await tx.mailboxRow.upsert({ where, create: { tenantId, ...mailbox }, update: mailbox });
    },
    async remove(tenantId) {
      await tx.mailboxRow.deleteMany({ where: { tenantId } });
    },
  };
}

/** Facilities, for reading. */
export function facilityReads(db: Db): Reads['facilities'] {
  return { byIds: (ids) => db.facilityRow.findMany({ where: { id: { in: [...ids] } } }) };
}

/** Facilities within a transaction; an older version than what is known changes nothing. */
export function facilityStore(tx: Db): Stores['facilityStore'] {
  return {
    async keep({ id, tenantId, name, timeZone }, version) {
      await tx.$executeRaw`
        INSERT INTO facility (id, tenant_id, name, time_zone, version)
        VALUES (${id}, ${tenantId}, ${name}, ${timeZone}, ${version})
        ON CONFLICT (id) DO UPDATE SET tenant_id = excluded.tenant_id, name = excluded.name,
          time_zone = excluded.time_zone, version = excluded.version
        WHERE facility.version < excluded.version`;
    },
  };
}
