import { decideBilling, type Bill } from '../../src/domain/bill-visit.js';
import type { ChargeLine } from '../../src/domain/charge.js';
import type { Invoice, InvoicePurpose, LiveInvoice } from '../../src/domain/invoice.js';
import { credited, drafted, issued } from '../../src/domain/issue.js';
import { tenantId } from './actors.js';
import { noon } from './heard.js';

/** Documents of a visit as billing makes them, without a database. */
export class Archive {
  readonly #documents = new Map<string, Invoice>();
  #count = 0;

  /** In the order in which they were made. */
  get documents(): Invoice[] {
    return [...this.#documents.values()];
  }

  /** Does what is decided for this bill. */
  take(bill: Bill, rateAt: (until: Date) => readonly ChargeLine[]): void {
    const step = decideBilling(bill, this.documents, 'EUR', rateAt);
    switch (step.step) {
      case 'NONE':
        return;
      case 'ISSUE':
        return this.#issue(bill, step.lines, 'STAY');
      case 'SUPPLEMENT':
        return this.#issue(bill, step.lines, 'SUPPLEMENT');
      case 'CORRECT':
        for (const invoice of step.credited) this.#credit(invoice, step.explanation);
        return this.#issue(bill, step.reissued, 'STAY');
    }
  }

  #issuing(explanation: readonly string[]) {
    const number = `N-${(this.#count += 1)}`;
    return { number, issuedAt: noon, dueAt: noon, explanation };
  }

  #issue(bill: Bill, lines: readonly ChargeLine[], purpose: InvoicePurpose): void {
    const draft = drafted({
      ...{ id: `invoice-${(this.#count += 1)}`, kind: 'INVOICE', purpose, tenantId, passId: null },
      ...{ facilityId: 'facility-one', currency: 'EUR', timeZone: 'Europe/Berlin' },
      ...{ parkingSessionId: bill.parkingSessionId, createdAt: noon, ...bill.debtor },
    });
    const { invoice } = issued(draft, lines, {
      ...this.#issuing([]),
      ...{ parkingPaidUntil: bill.until, replacesInvoiceId: null },
      seller: { name: 'Stadtparken', place: [] },
    });
    this.#documents.set(invoice.id, invoice);
  }

  #credit(invoice: LiveInvoice, explanation: readonly string[]): void {
    const id = `note-${(this.#count += 1)}`;
    const events = credited(invoice, { ...this.#issuing(explanation), id }, 'Corrected.');
    for (const event of events) this.#documents.set(event.invoice.id, event.invoice);
  }
}
