import type { AsideReading, AsideReason, MeterReads } from '../application/meter-ports.js';
import { everyone } from '@voltpark/kit/viewer';
import type { MeterReading } from '../domain/meter-reading.js';
import type { Prisma } from './generated/client.js';
import { marksOfRow, type MarksRow } from './meter-marks.js';
import { meterOfRow } from './meter-rows.js';
import { marksSql } from './meter-sql.js';
import { sessionOf } from './rows.js';
import type { Db } from './saving.js';
import { visibleTo, within } from '@voltpark/kit/database/scope';

/** What meters said, for reading. */
export function meterReads(db: Db): MeterReads {
  return {
    async meters(sessionIds) {
      const rows = await db.chargingSessionRow.findMany({
        where: { id: { in: [...sessionIds] }, AND: visibleTo(everyone) },
      });
      return new Map(rows.map((row) => [row.id, meterOfRow(row, sessionOf(row))]));
    },
    async marks(sessionId, state) {
      if (state.fixedMarks === 0) return state.mark === null ? [] : [state.mark];
      const [row] = await db.$queryRawUnsafe<MarksRow[]>(marksSql, [sessionId], [0]);
      const fixed = row === undefined ? [] : marksOfRow(row).slice(0, state.fixedMarks);
      return state.mark === null ? fixed : [...fixed, state.mark];
    },
    async readings(sessionId, { limit, after }) {
      const rows = await db.meterReadingRow.findMany({
        where: { sessionId, ...(after === null ? {} : behind(after)) },
        orderBy: [{ at: 'desc' }, { seqNo: 'desc' }, { context: 'desc' }],
        take: limit,
      });
      return rows.map(({ receivedAt, ...row }) => ({ ...readingOfRow(row), receivedAt }));
    },
    async aside({ limit, after }, reach) {
      const rows = await db.meterAsideRow.findMany({
        where: { ...(after === null ? {} : { id: { lt: after } }), AND: within(reach) },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(asideOfRow);
    },
    countAside: (reach) => db.meterAsideRow.count({ where: within(reach) }),
    async streamPosition(sessionId, version) {
      const [row] = await db.$queryRaw<{ seq: bigint | null }[]>`
        SELECT stream_seq AS seq FROM outbox WHERE aggregate_type = 'charging_session'
          AND aggregate_id = ${sessionId} AND aggregate_version = ${version}`;
      return row?.seq == null ? null : Number(row.seq);
    },
  };
}

function behind([at, seqNo, context]: readonly [
  number,
  number,
  number,
]): Prisma.MeterReadingRowWhereInput {
  const instant = new Date(at);
  return {
    OR: [
      { at: { lt: instant } },
      { at: instant, seqNo: { lt: seqNo } },
      { at: instant, seqNo, context: { lt: context } },
    ],
  };
}

/** Columns that every row of a reading has. */
interface ReadingColumns extends Omit<MeterReading, 'at'> {
  readonly at: Date;
}

export function readingOfRow(row: ReadingColumns): MeterReading {
  const { at, seqNo, context, registerMwh, powerW, currentA, socPercent } = row;
  return { at: at.getTime(), seqNo, context, registerMwh, powerW, currentA, socPercent };
}

type AsideRow = ReadingColumns & {
  readonly id: string;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly connectorId: string;
  readonly transactionId: string;
  readonly reason: string;
  readonly receivedAt: Date;
};

export function asideOfRow(row: AsideRow): AsideReading {
  const { id, tenantId, sessionId, connectorId, transactionId, receivedAt } = row;
  return {
    id,
    tenantId: tenantId === '' ? null : tenantId,
    sessionId,
    connectorId,
    transactionId,
    reading: readingOfRow(row),
    reason: row.reason as AsideReason,
    receivedAt,
  };
}
