import { describe, expect, it } from 'vitest';
import type { Document, InvoiceIdentity } from '../../src/domain/invoice.js';
import { amountsOf } from '../../src/domain/document.js';
import { invoiceHtml } from '../../src/print/html.js';
import { invoicePdf } from '../../src/print/pdf.js';
import { printedInvoice } from '../../src/print/printed-invoice.js';
import { line } from '../support/documents.js';

const at = new Date('2026-10-25T00:30:00Z');
const identity: InvoiceIdentity = {
  ...{ id: 'invoice-one', kind: 'INVOICE', purpose: 'STAY', tenantId: 'tenant-one' },
  ...{ facilityId: 'facility-one', customerId: null, registration: 'ΑΒΓ1234', passId: null },
  ...{ parkingSessionId: 'stay-one', currency: 'EUR', timeZone: 'Europe/Berlin', version: 2 },
  ...{ parkingPaidUntil: at, createdAt: at },
};
const lines = [
  line({ description: '<script>alert("x")</script> & Söhne', inclTax: '1.666666666666666667' }),
  line({ kind: 'IDLE', taxPercent: null, inclTax: '1.00', exclTax: '1.00' }),
];
const document: Document = {
  ...{ number: 'INV-2026-000042', issuedAt: at, dueAt: at, lines, ...amountsOf(lines, 'EUR') },
  ...{ creditsInvoiceId: null, replacesInvoiceId: null, explanation: ['Because.'] },
  seller: { name: "O'Park <b>", place: ['Altmarkt'] },
};

describe('an invoice on paper', () => {
  it('says every line, what rounding made of them, and local times', () => {
    const printed = printedInvoice(identity, document);
    expect(printed.title).toBe('Invoice INV-2026-000042');
    expect(printed.facts).toContainEqual(['Issued', '2026-10-25 02:30']);
    expect(printed.lines[0]).toMatchObject({ amount: '1.666667', tax: '19 %' });
    expect(printed.taxes).toMatchObject([
      { rate: '19 %', exact: '1.666667 EUR', rounding: '0.003333 EUR', gross: '1.67 EUR' },
      { rate: 'no tax', rounding: '0.00 EUR', gross: '1.00 EUR' },
    ]);
    expect(printed.total).toBe('2.67 EUR');
  });

  it('is HTML in which nothing of the data is markup', () => {
    const page = invoiceHtml(printedInvoice(identity, document));
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Söhne');
    expect(page).toContain('O&#39;Park &lt;b&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('size: A4');
    expect(invoiceHtml(printedInvoice(identity, document))).toBe(page);
  });

  it('is a PDF, the same bytes for the same invoice, as many pages as it takes', async () => {
    const printed = printedInvoice(identity, document);
    const first = await invoicePdf(printed);
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await invoicePdf(printed)).equals(first)).toBe(true);
    const [one] = printed.lines;
    if (one === undefined) throw new Error('There is a line.');
    const long = { ...printed, lines: Array.from({ length: 200 }, () => one) };
    const pages = (await invoicePdf(long)).toString('latin1').match(/\/Type \/Page\b/g);
    expect(pages?.length).toBeGreaterThan(5);
  });
});
