import { newId } from '@voltpark/kit/ids';
import { appendEvents } from '@voltpark/kit/database/saving';
import { within } from '@voltpark/kit/database/scope';
import type { ConfigurationReads, ConfigurationStore, KeptChange } from '../application/ports.js';
import type { Configuration, SettingEvent } from '../domain/configuration.js';
import type { SettingValue } from '../domain/setting.js';
import {
  Prisma,
  type ConfigurationRow,
  type SettingChangeRow,
  type SettingRow,
} from './generated/client.js';
import type { Db, Saving } from './saving.js';

/** Configurations, for reading. */
export function configurationReads(db: Db): ConfigurationReads {
  return {
    async load(scope, scopeId, reach) {
      const row = await db.configurationRow.findFirst({
        where: { scope, scopeId, ...within(reach) },
        include: { settings: true },
      });
      return row === null ? null : configurationOf(row, row.settings);
    },
    async history({ scope, scopeId, key }, { limit, after }, reach) {
      const rows = await db.settingChangeRow.findMany({
        where: {
          scope,
          scopeId,
          configuration: within(reach),
          ...(key === null ? {} : { key }),
          ...(after === null ? {} : { id: { lt: after } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(changeOf);
    },
  };
}

/** Configurations within a transaction. */
export function configurationStore(saving: Saving): ConfigurationStore {
  const { tx } = saving;
  const reads = configurationReads(tx);
  return {
    ...reads,
    async hold(scope, scopeId, reach) {
      await tx.$queryRaw`
        SELECT 1 FROM configuration
        WHERE scope = ${scope}::"ConfigScope" AND scope_id = ${scopeId} FOR UPDATE`;
      return reads.load(scope, scopeId, reach);
    },
    async begin({ scope, scopeId, tenantId, facilityId }) {
      const { count } = await tx.configurationRow.createMany({
        data: [{ scope, scopeId, tenantId, facilityId, version: 0 }],
        skipDuplicates: true,
      });
      return count === 1;
    },
    async save(events) {
      const last = events.at(-1);
      if (last === undefined) return;
      await countEvents(tx, last, events.length);
      await writeSeeds(tx, events);
      for (const event of events) {
        if (event.type === 'SettingChanged') await writeChange(saving, event);
      }
      await appendEvents(saving, events);
    },
  };
}

async function countEvents(tx: Db, last: SettingEvent, count: number): Promise<void> {
  const { scope, scopeId } = last.owner;
  const updated = await tx.configurationRow.updateMany({
    where: { scope, scopeId, version: last.version - count },
    data: { version: last.version },
  });
  if (updated.count !== 1) throw new Error(`Settings of ${scopeId} changed without being held.`);
}

async function writeSeeds(tx: Db, events: readonly SettingEvent[]): Promise<void> {
  const seeds = events.filter(({ type }) => type === 'SettingSeeded');
  await tx.settingRow.createMany({
    data: seeds.map(({ owner: { scope, scopeId }, key, value }) => ({
      scope,
      scopeId,
      key,
      value: json(value),
    })),
  });
}

async function writeChange({ tx, cause }: Saving, event: SettingEvent): Promise<void> {
  const { scope, scopeId } = event.owner;
  const { key, at } = event;
  const changed = { value: json(event.value), changedAt: at, changedBy: cause.actor.id };
  await tx.settingRow.upsert({
    where: { scope_scopeId_key: { scope, scopeId, key } },
    create: { scope, scopeId, key, ...changed },
    update: changed,
  });
  await tx.settingChangeRow.create({
    data: { id: newId(), scope, scopeId, key, previous: json(event.previous), ...changed },
  });
}

function configurationOf(row: ConfigurationRow, settings: readonly SettingRow[]): Configuration {
  const { scope, scopeId, tenantId, facilityId, version } = row;
  const kept = new Map(
    settings.map(({ key, value, changedAt, changedBy }) => [
      key,
      { value: value as SettingValue | null, changedAt, changedBy },
    ]),
  );
  return { scope, scopeId, tenantId, facilityId, version, kept };
}

function changeOf({ id, key, previous, value, ...when }: SettingChangeRow): KeptChange {
  return {
    id,
    key,
    previous: previous as SettingValue | null,
    value: value as SettingValue | null,
    changedAt: when.changedAt,
    changedBy: when.changedBy,
  };
}

/** A value for a JSON column; no value is the database's NULL, not JSON's. */
const json = (value: SettingValue | null) => value ?? Prisma.DbNull;
