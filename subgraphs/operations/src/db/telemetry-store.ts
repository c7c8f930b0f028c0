import type { TelemetryReads, TelemetryStore } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import { metricOf, metrics, type Bucket, type Candidate } from '../domain/telemetry.js';
import type { Db } from './saving.js';
import { keepSql, rangeSql, standingSql } from './telemetry-sql.js';

/** Numbers as Postgres reads an array of them. */
const array = (numbers: readonly number[]) => `{${numbers.join(',')}}`;

/** Place, device, metric and instant of candidates, an array each. */
const keysOf = (candidates: readonly Candidate[]) => [
  array(candidates.map(({ index }) => index)),
  array(candidates.map(({ number }) => number)),
  array(candidates.map(({ reading }) => metrics[reading.metric].number)),
  array(candidates.map(({ reading }) => reading.at.getTime())),
];

/** Telemetry, for reading. */
export function telemetryReads(db: Db): TelemetryReads {
  return {
    async latest(deviceId) {
      const rows = await db.$queryRaw<{ metric: number; at: Date; value: number }[]>`
        SELECT l.metric::int AS metric, l.at, l.value FROM telemetry.latest l JOIN device d ON d.number = l.device_no
        WHERE d.id = ${deviceId} ORDER BY l.metric`;
      return rows.map(({ metric, at, value }) => ({ metric: metricOf(metric), at, value }));
    },
    async range({ deviceId, metric, from, to, resolution }) {
      const device = await db.deviceRow.findUnique({
        where: { id: deviceId },
        select: { number: true, facilityId: true },
      });
      if (device === null) return [];
      const facility = await db.facilityRow.findUnique({
        where: { id: device.facilityId },
        select: { timeZone: true },
      });
      return db.$queryRawUnsafe<Bucket[]>(
        `${rangeSql[resolution]} LIMIT ${limits.bucketsPerRange}`,
        device.number,
        metrics[metric].number,
        from.toISOString(),
        to.toISOString(),
        facility?.timeZone ?? 'UTC',
      );
    },
  };
}

/** Telemetry within a transaction. */
export function telemetryStore(tx: Db): TelemetryStore {
  return {
    async keep(candidates) {
      if (candidates.length === 0) return new Set();
      const values = array(candidates.map(({ reading }) => reading.value));
      const rows = await tx.$queryRawUnsafe<{ place: number }[]>(
        keepSql,
        ...keysOf(candidates),
        values,
      );
      return new Set(rows.map(({ place }) => place));
    },
    async standing(candidates) {
      if (candidates.length === 0) return new Map();
      const rows = await tx.$queryRawUnsafe<{ place: number; value: number }[]>(
        standingSql,
        ...keysOf(candidates),
      );
      return new Map(rows.map(({ place, value }) => [place, value]));
    },
    async newest(numbers, metric) {
      const rows = await tx.$queryRaw<{ number: number; value: number }[]>`
        SELECT device_no AS number, value FROM telemetry.latest
        WHERE metric = ${metrics[metric].number} AND device_no = ANY (${[...numbers]})`;
      return new Map(rows.map(({ number, value }) => [number, value]));
    },
  };
}
