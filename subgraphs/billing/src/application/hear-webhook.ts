import type { ProcessorAnswer } from '../domain/hear-processor.js';
import { takeNote } from './conduct-payment.js';
import { noteRefund } from './conduct-refund.js';
import { systemCause, type Ports } from './ports.js';

/** What the processor tells by itself. */
export interface ProcessorNews {
  readonly webhookId: string;
  readonly kind: 'AUTHORISE' | 'CAPTURE' | 'VOID' | 'REFUND';
  readonly paymentId: string;
  /** Of a refund alone. */
  readonly refundId: string | null;
  readonly answer: Extract<ProcessorAnswer, { outcome: 'APPROVED' | 'DECLINED' }>;
}

/**
 * Takes in what the processor tells by itself: once, whatever the direct answer said or will say. False: it is about
 * a payment that is not ours.
 */
export function hearWebhook(ports: Omit<Ports, 'desk' | 'reads'>) {
  const { clock, log, transact } = ports;
  return (news: ProcessorNews): Promise<boolean> =>
    transact(systemCause, async (stores) => {
      const { settlements } = stores;
      const { kind, paymentId, refundId, answer } = news;
      const isKnown = (await settlements.holdOfPayment(paymentId)) !== null;
      if (!isKnown) {
        log.warn({ paymentId }, 'the processor tells of a payment that nobody began');
        return false;
      }
      if (!(await settlements.isNewWebhook(news.webhookId, clock.now()))) return true;
      if (kind !== 'REFUND') {
        await takeNote(ports, stores, systemCause, paymentId, { step: kind, answer });
      } else if (refundId !== null) {
        await noteRefund(ports, stores, refundId, answer);
      }
      return true;
    });
}
