import { passTime } from '../domain/dunning.js';
import { daysLater, later, paymentLimits } from '../domain/payment-limits.js';
import { conductPayment } from './conduct-payment.js';
import { conductRefund } from './conduct-refund.js';
import { systemCause, type Ports } from './ports.js';

/**
 * What time brings: payments and refunds whose outcome nobody has told are asked about, authorisations end, invoices
 * become overdue and are dunned. Every piece of work is taken by one, and a piece that fails is tried again later.
 */
export function tendMoney(ports: Ports) {
  const { clock, log, reads } = ports;
  const resumePayment = conductPayment(ports);
  const resumeRefund = conductRefund(ports);
  const age = ageReceivable(ports);
  const each = async (ids: readonly string[], work: (id: string) => Promise<unknown>) => {
    for (const id of ids) {
      await work(id).catch((error: unknown) => {
        log.error({ err: error, id }, 'could not be tended, is tried again');
      });
    }
  };
  return async (): Promise<void> => {
    const now = clock.now();
    const lease = later(now, paymentLimits.leaseMs);
    const take = [now, lease, paymentLimits.jobBatch] as const;
    await each(await reads.due.takePayments(...take), (id) => resumePayment(systemCause, id, true));
    await each(await reads.due.takeRefunds(...take), (id) => resumeRefund(systemCause, id));
    await each(await reads.due.takeReceivables(...take), age);
    await reads.due.forgetWebhooks(daysLater(now, -paymentLimits.webhookDays));
  };
}

/** Makes an invoice overdue, or reminds of it. */
function ageReceivable({ clock, transact }: Ports) {
  return (invoiceId: string): Promise<void> =>
    transact(systemCause, async ({ settlements }) => {
      const settlement = await settlements.hold(invoiceId);
      const event = settlement === null ? null : passTime(settlement, clock.now());
      if (event !== null) await settlements.save([event]);
    });
}
