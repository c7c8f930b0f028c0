import { billingEvents } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts } from '../domain/facts.js';
import { kept } from './logged.js';

const { invoiceIssued, invoiceOverdue, invoicePaid } = billingEvents;
const { paymentFailed, paymentReceived, refundIssued } = billingEvents;

/** What analytics keeps of billing: issued documents, and money that came and went, without whose it was. */
export function billingReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  return [
    kept(invoiceIssued, factsIn, (facts, { data }) => {
      const { invoiceId: id, tenantId, facilityId, kind, currency } = data;
      const { totalMinor, taxMinor, issuedAt } = data;
      const lines = data.byKind.map(({ kind: chargeKind, netMinor, grossMinor }) => ({
        ...{ chargeKind, netMinor, grossMinor },
      }));
      const sums = { totalMinor, taxMinor, issuedAt, lines };
      return facts.invoice({ id, tenantId, facilityId, kind, currency, ...sums });
    }),
    // A payment may be captured in parts: each time money comes is a fact of its own.
    kept(paymentReceived, factsIn, (facts, { id, data }) => {
      const { tenantId, facilityId, currency, amountMinor, capturedAt: at } = data;
      return facts.payment({ id, tenantId, facilityId, currency, amountMinor, at });
    }),
    kept(refundIssued, factsIn, (facts, { id, data, time: at }) => {
      const { tenantId, facilityId, currency } = data;
      const amountMinor = -data.refundedMinor;
      return facts.payment({ id, tenantId, facilityId, currency, amountMinor, at });
    }),
    kept(invoicePaid, factsIn),
    kept(invoiceOverdue, factsIn),
    kept(paymentFailed, factsIn),
  ];
}
