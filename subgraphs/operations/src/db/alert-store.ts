import type { AlertReads, AlertStore } from '../application/alert-ports.js';
import type { Alert } from '../domain/alert.js';
import type { AlertRow } from './generated/client.js';
import type { Db } from './saving.js';
import { within } from '@voltpark/kit/database/scope';

const stateOf = (row: AlertRow): Alert => row;

/** Alerts and their rules, for reading. */
export function alertReads(db: Db): AlertReads {
  return {
    async byIds(ids, reach) {
      const where = { AND: [{ id: { in: [...ids] } }, within(reach)] };
      return (await db.alertRow.findMany({ where })).map(stateOf);
    },
    async find({ facilityId, isOpen }, { limit, after }, reach) {
      const [raisedAt, id] = after ?? [];
      const behind =
        raisedAt === undefined || id === undefined
          ? []
          : [{ OR: [{ raisedAt: { lt: raisedAt } }, { raisedAt, id: { lt: id } }] }];
      const open = isOpen === true ? { resolvedAt: null } : { resolvedAt: { not: null } };
      const rows = await db.alertRow.findMany({
        where: {
          AND: [
            within(reach),
            ...behind,
            ...(facilityId === null ? [] : [{ facilityId }]),
            ...(isOpen === null ? [] : [open]),
          ],
        },
        orderBy: [{ raisedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(stateOf);
    },
    async streamPositions(alerts) {
      const rows = await db.$queryRaw<{ id: string; seq: bigint }[]>`
        SELECT aggregate_id AS id, stream_seq AS seq
        FROM unnest(${alerts.map(({ id }) => id)}::text[], ${alerts.map(({ version }) => version)}::int[]) AS a (id, version)
        JOIN outbox ON aggregate_type = 'alert' AND aggregate_id = a.id AND aggregate_version = a.version
        WHERE stream_seq IS NOT NULL`;
      return new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
    },
    rules: (ids, reach) =>
      db.alertRuleRow.findMany({ where: { AND: [{ id: { in: [...ids] } }, within(reach)] } }),
    rulesOf: (facilityIds, reach) =>
      db.alertRuleRow.findMany({
        where: { AND: [{ facilityId: { in: [...facilityIds] } }, within(reach)] },
        orderBy: [{ kind: 'asc' }, { id: 'asc' }],
      }),
    standingsOf: (ruleIds) => db.ruleStateRow.findMany({ where: { ruleId: { in: [...ruleIds] } } }),
    async watched(after, limit) {
      const rows = await db.facilityRow.findMany({
        where: { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(({ revenueMinor, ...row }) => ({
        ...row,
        revenueMinor: Number(revenueMinor),
      }));
    },
    ailing: (facilityIds) =>
      db.deviceRow.findMany({
        where: { facilityId: { in: [...facilityIds] }, health: { in: ['DEGRADED', 'UNHEALTHY'] } },
        select: { id: true, facilityId: true, health: true },
      }),
  };
}

/** Alerts and their rules within a transaction. */
export function alertStore(tx: Db): AlertStore {
  const held = async (id: string) => tx.alertRow.findUnique({ where: { id } });
  return {
    ...alertReads(tx),
    async addRule(rule) {
      await tx.alertRuleRow.create({ data: rule });
    },
    async saveRule(rule) {
      await tx.alertRuleRow.update({ where: { id: rule.id }, data: rule });
    },
    countRules: (facilityId) => tx.alertRuleRow.count({ where: { facilityId } }),
    async holdStanding(ruleId, subjectId) {
      await tx.ruleStateRow.createMany({ data: [{ ruleId, subjectId }], skipDuplicates: true });
      const [row] = await tx.$queryRaw<{ since: Date | null; alertId: string | null }[]>`
        SELECT since, alert_id AS "alertId" FROM rule_state
        WHERE rule_id = ${ruleId} AND subject_id = ${subjectId} FOR UPDATE`;
      return row ?? { since: null, alertId: null };
    },
    async saveStanding({ ruleId, subjectId, since, alertId }) {
      const where = { ruleId_subjectId: { ruleId, subjectId } };
      await tx.ruleStateRow.update({ where, data: { since, alertId } });
    },
    async hold(id, reach) {
      await tx.$queryRaw`SELECT FROM alert WHERE id = ${id} FOR UPDATE`;
      const [row] = await tx.alertRow.findMany({ where: { AND: [{ id }, within(reach)] } });
      return row === undefined ? null : stateOf(row);
    },
    async holdEscalating(now, limit) {
      const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM alert
        WHERE escalate_at <= ${now} AND status = 'OPEN' ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      const alerts = await Promise.all(rows.map(({ id }) => held(id)));
      return alerts.flatMap((row) => (row === null ? [] : [stateOf(row)]));
    },
    async add(alert) {
      await tx.alertRow.create({ data: alert });
    },
    async save(alert) {
      await tx.alertRow.update({ where: { id: alert.id }, data: alert });
    },
    removeResolved: (before, limit) => tx.$executeRaw`DELETE FROM alert WHERE id IN (
      SELECT id FROM alert WHERE resolved_at < ${before}
        AND NOT EXISTS (SELECT FROM rule_state WHERE rule_id = alert.rule_id AND alert_id = alert.id)
      ORDER BY resolved_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
  };
}
