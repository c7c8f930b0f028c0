import { appendEvents } from '@voltpark/kit/database/saving';
import type { ChargeStore } from '../application/ports.js';
import { chargeKinds, type Charge } from '../domain/charge.js';
import type { ChargeRow, Prisma } from './generated/client.js';
import { jsonOf, linesSchema } from './invoice-row.js';
import type { Saving } from './saving.js';

const sources = ['PARKING_SESSION', 'CHARGING_SESSION', 'RESERVATION', 'PASS'] as const;

function chargeOf({ lines, kind, sourceType, ...row }: ChargeRow): Charge {
  const knownKind = chargeKinds.find((known) => known === kind);
  const knownSource = sources.find((known) => known === sourceType);
  if (knownKind === undefined || knownSource === undefined) {
    throw new Error(`Charge ${row.id} is of no kind that is known.`);
  }
  return { ...row, kind: knownKind, sourceType: knownSource, lines: linesSchema.parse(lines) };
}

/** Charges within a transaction: state and outbox rows together. */
export function chargeStore(saving: Saving): ChargeStore {
  const { tx } = saving;
  const current = async (where: Prisma.ChargeRowWhereInput): Promise<Charge[]> => {
    const rows = await tx.chargeRow.findMany({ where, orderBy: { id: 'asc' } });
    const replaced = new Set(rows.map(({ replacesChargeId }) => replacesChargeId));
    return rows.filter(({ id }) => !replaced.has(id)).map(chargeOf);
  };
  return {
    currentOf: (ids) => current({ parkingSessionId: { in: [...ids] } }),
    currentOfSource: (sourceType, sourceId) => current({ sourceType, sourceId }),
    async save(events) {
      if (events.length === 0) return;
      await tx.chargeRow.createMany({
        data: events.map(({ charge }) => ({ ...charge, lines: jsonOf(charge.lines) })),
      });
      await appendEvents(saving, events);
    },
  };
}
