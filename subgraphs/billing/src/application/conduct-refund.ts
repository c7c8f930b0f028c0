import type { ProcessorAnswer } from '../domain/hear-processor.js';
import { hearOfRefund } from '../domain/refunding.js';
import { isOpenRefund, type Refund } from '../domain/refund.js';
import { settlementAfter, type Settlement } from '../domain/settlement.js';
import type { Cause, Ports, Stores } from './ports.js';

/** Asks the processor for a refund, or what became of it, and records the answer. */
export function conductRefund(ports: Ports) {
  const { desk, transact } = ports;
  return async (cause: Cause, refundId: string): Promise<Refund> => {
    const refund = await transact(cause, async ({ settlements }) =>
      refundOf(await settlements.holdOfRefund(refundId), refundId),
    );
    if (!isOpenRefund(refund)) return refund;
    const { paymentId, amountMinor, currency } = refund;
    const key = `${refundId}.refund`;
    const answer = await (refund.status === 'UNKNOWN'
      ? desk.inquire(key)
      : desk.perform({ kind: 'REFUND', key, paymentId, amountMinor, currency }));
    return transact(cause, (stores) => noteRefund(ports, stores, refundId, answer));
  };
}

/** Records what was heard of a refund. */
export async function noteRefund(
  { clock }: Pick<Ports, 'clock'>,
  { settlements }: Stores,
  refundId: string,
  answer: ProcessorAnswer,
): Promise<Refund> {
  const settlement = await settlements.holdOfRefund(refundId);
  if (settlement === null) throw new Error(`There is no refund ${refundId}.`);
  const events = hearOfRefund(settlement, refundId, answer, clock.now());
  if (events.length > 0) await settlements.save(events);
  return refundOf(settlementAfter(settlement, events), refundId);
}

function refundOf(settlement: Settlement | null, refundId: string): Refund {
  const refund = settlement?.refunds.find(({ id }) => id === refundId);
  if (refund === undefined) throw new Error(`There is no refund ${refundId}.`);
  return refund;
}
