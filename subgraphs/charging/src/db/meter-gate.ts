import { tariffSchema, type EventDraft, type Tariff } from '@voltpark/contracts';
import { outboxJson } from '@voltpark/kit/backbone/outbox';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import type pg from 'pg';
import {
  nameKey,
  type MeterChange,
  type MeterGate,
  type Metering,
} from '../application/meter-ports.js';
import type { Cause } from '../application/ports.js';
import { meterLimits } from '../domain/meter-limits.js';
import type { ChargingSessionRow } from './generated/client.js';
import { NumberColumns } from './meter-arrays.js';
import { meterText } from './meter-json.js';
import { rememberedMarks } from './meter-marks.js';
import { meterOfRow } from './meter-rows.js';
import { loadMeteringSql, namedSql, takeInSql } from './meter-sql.js';
import { sessionOf } from './rows.js';
import type { Publish } from './saving.js';

type MeteringRow = ChargingSessionRow & { readonly seen: string };

/** The hot path of readings over the pool, by prepared statements. */
export function meterGateOver(
  pool: pg.Pool,
  publish: Publish,
  ringDoorbell: () => void,
): MeterGate {
  const tariffs = new BoundedMap<string, Tariff>(meterLimits.rememberedTariffs);
  return {
    async load(ids) {
      const query = { name: 'meter_load', text: loadMeteringSql, values: [ids] };
      const { rows } = await pool.query<MeteringRow>(query);
      return new Map(rows.map((row) => [row.id, meteringOf(row)]));
    },
    marks: rememberedMarks(pool),
    async tariff(versionId) {
      const known = tariffs.get(versionId);
      if (known !== undefined) return known;
      const { rows } = await pool.query<{ tariff: unknown }>(
        'SELECT tariff FROM tariff_version WHERE id = $1',
        [versionId],
      );
      const [row] = rows;
      if (row === undefined) return null;
      const tariff = tariffSchema.parse(row.tariff);
      tariffs.set(versionId, tariff);
      return tariff;
    },
    async act(cause, changes, receivedAt) {
      if (changes.length === 0) return new Set();
      const drafts = changes.flatMap((change) => draftOf(change, publish, cause, receivedAt));
      const values = valuesOf(changes, drafts, receivedAt);
      const query = { name: 'meter_take_in', text: takeInSql, values };
      try {
        const { rows } = await pool.query<{ id: string }>(query);
        if (drafts.length > 0) ringDoorbell();
        return new Set(rows.map(({ id }) => id));
      } catch (error) {
        // Two batches of the same sessions that took them in another order: one goes the careful way.
        if (isDeadlock(error)) return new Set();
        throw error;
      }
    },
    async named(names) {
      const values = [
        names.map(({ connectorId }) => connectorId),
        names.map(({ transactionId }) => transactionId),
      ];
      const query = { name: 'meter_named', text: namedSql, values };
      type Row = { connectorId: string; transactionId: string; id: string };
      const { rows } = await pool.query<Row>(query);
      return new Map(rows.map((row) => [nameKey(row), row.id]));
    },
  };
}

const isDeadlock = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === '40P01';

const meteringOf = (row: MeteringRow): Metering => {
  const session = sessionOf(row);
  return { session, meter: meterOfRow(row, session), seen: row.seen };
};

function draftOf(
  { told }: MeterChange,
  publish: Publish,
  cause: Cause,
  at: Date,
): readonly EventDraft[] {
  return told === null ? [] : [publish(told.event, cause, at)];
}

function valuesOf(
  changes: readonly MeterChange[],
  drafts: readonly EventDraft[],
  receivedAt: Date,
): unknown[] {
  const readings = new NumberColumns(8);
  const marks = new NumberColumns(6);
  for (const [index, { metering, added, fixed }] of changes.entries()) {
    for (const one of added) {
      const { at, seqNo, context, registerMwh, powerW, currentA, socPercent } = one;
      readings.add(index, at, seqNo, context, registerMwh, powerW, currentA, socPercent);
    }
    let ordinal = metering.meter.state.fixedMarks;
    for (const { at, energyMwh, powerW, currentA } of fixed) {
      marks.add(index, ordinal, at, energyMwh, powerW, currentA);
      ordinal += 1;
    }
  }
  return [
    changes.map(({ metering }) => metering.session.id),
    changes.map(({ metering }) => metering.seen),
    changes.map(({ told }) => (told === null ? 0 : 1)),
    changes.map(({ meter }) => meterText(meter)),
    changes.map(({ meter, told }) => (told === null ? null : meter.toldAt)),
    changes.map(({ told }) => told?.session.estimatedEndAt ?? null),
    changes.map((_, index) => index),
    receivedAt,
    ...readings.texts(),
    ...marks.texts(),
    outboxJson(drafts),
    changes.map(({ activeSince }) => activeSince),
  ];
}
