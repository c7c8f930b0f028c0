import { tracePeriodSchema, slotKinds, slotSizes } from '@voltpark/contracts';
import { z } from 'zod';
import type { HeardSession, Stay } from '../domain/visit.js';
import type { ChargingSessionRow, StayRow } from './generated/client.js';

const statuses = ['OPEN', 'CLOSED', 'MERGED'] as const;
const periods = z.array(tracePeriodSchema);
const progress = z
  .object({
    energyWh: z.number(),
    measuredAt: z.string(),
    cost: z.object({ currency: z.string(), exclTax: z.string(), inclTax: z.string() }).nullable(),
  })
  .nullable();

/** A stay as billing keeps it. */
export function stayOf({ version: _version, ...row }: StayRow): Stay {
  return {
    ...row,
    slotKind: slotKinds.find((known) => known === row.slotKind) ?? 'ICE',
    vehicleSize: slotSizes.find((known) => known === row.vehicleSize) ?? 'STANDARD',
    status: statuses.find((known) => known === row.status) ?? 'OPEN',
  };
}

/** A charging session as billing keeps it. */
export function sessionOf(row: ChargingSessionRow): HeardSession {
  const { id, parkingSessionId, tariffVersionId, timeZone, startedAt, endedAt, revision } = row;
  return {
    ...{ id, parkingSessionId, tariffVersionId, timeZone, startedAt, endedAt, revision },
    periods: periods.parse(row.periods),
    progress: progress.parse(row.progress),
  };
}
