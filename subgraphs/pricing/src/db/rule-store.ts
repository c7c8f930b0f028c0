import { ratePlanSchema, tariffSchema } from '@voltpark/contracts';
import { appendEvents } from '@voltpark/kit/database/saving';
import { within } from '@voltpark/kit/database/scope';
import type { RuleReads, RuleStore } from '../application/ports.js';
import type { RuleSet, RulesVersioned, RuleVersion } from '../domain/rules.js';
import type { Prisma, RuleSetRow, RuleVersionRow } from './generated/client.js';
import type { Db, Saving } from './saving.js';

/** Tariffs and rate plans, for reading. */
export function ruleReads(db: Db): RuleReads {
  return {
    async byIds(ids, kind, reach) {
      const rows = await db.ruleSetRow.findMany({
        where: { id: { in: [...ids] }, kind, ...within(reach) },
      });
      return rows.map(ruleSetOf);
    },
    async list(kind, { limit, after }, reach) {
      const rows = await db.ruleSetRow.findMany({
        where: { kind, ...within(reach), ...(after === null ? {} : { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(ruleSetOf);
    },
    async versionsByIds(ids) {
      const rows = await db.ruleVersionRow.findMany({ where: { id: { in: [...ids] } } });
      return rows.map(versionOf);
    },
    async versions(ruleSetId, { limit, after }) {
      const rows = await db.ruleVersionRow.findMany({
        where: { ruleSetId, ...(after === null ? {} : { number: { lt: after } }) },
        orderBy: { number: 'desc' },
        take: limit,
      });
      return rows.map(versionOf);
    },
    async versionsAt(ruleSetIds, at) {
      // Of each set only the latest that has come: a tariff may have hundreds of versions.
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT latest.id FROM unnest(${[...ruleSetIds]}::text[]) AS wanted (id)
        CROSS JOIN LATERAL (
          SELECT id FROM rule_version WHERE rule_set_id = wanted.id AND effective_from <= ${at}
          ORDER BY effective_from DESC LIMIT 1
        ) AS latest`;
      return this.versionsByIds(rows.map(({ id }) => id));
    },
  };
}

/** Tariffs and rate plans within a transaction. */
export function ruleStore(saving: Saving): RuleStore {
  const { tx } = saving;
  const reads = ruleReads(tx);
  return {
    ...reads,
    async hold(id, kind, reach) {
      await tx.$queryRaw`SELECT 1 FROM rule_set WHERE id = ${id} FOR UPDATE`;
      const [ruleSet] = await reads.byIds([id], kind, reach);
      return ruleSet ?? null;
    },
    async save(events) {
      for (const event of events) await write(tx, event);
      await appendEvents(saving, events);
    },
  };
}

async function write(tx: Db, { ruleSet, version }: RulesVersioned): Promise<void> {
  if (version.number === 1) await tx.ruleSetRow.create({ data: ruleSet });
  else {
    const { count } = await tx.ruleSetRow.updateMany({
      where: { id: ruleSet.id, version: ruleSet.version - 1 },
      data: { name: ruleSet.name, version: ruleSet.version, latestFrom: ruleSet.latestFrom },
    });
    if (count !== 1) throw new Error(`${ruleSet.id} was changed without being held.`);
  }
  const { id, ruleSetId, kind, tenantId, number, name } = version;
  const { effectiveFrom, createdAt, createdBy } = version;
  const content = version.kind === 'TARIFF' ? version.tariff : version.plan;
  await tx.ruleVersionRow.create({
    data: {
      ...{ id, ruleSetId, kind, tenantId, number, name, effectiveFrom, createdAt, createdBy },
      content: content as Prisma.InputJsonObject,
    },
  });
}

const ruleSetOf = (row: RuleSetRow): RuleSet => row;

/** What stands in the JSON column was checked by the schema before it was written, and is read by it again. */
function versionOf({ content, kind, ...row }: RuleVersionRow): RuleVersion {
  return kind === 'TARIFF'
    ? { ...row, kind, tariff: tariffSchema.parse(content) }
    : { ...row, kind, plan: ratePlanSchema.parse(content) };
}
