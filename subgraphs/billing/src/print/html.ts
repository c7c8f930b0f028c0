import type { PrintedInvoice } from './printed-invoice.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, within quotes too. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** HTML that was put together by {@link html}: everything in it is escaped. */
class Markup {
  constructor(readonly text: string) {}
}

/** Puts HTML together; every value is escaped, unless it is HTML that was put together so itself. */
function html(parts: TemplateStringsArray, ...values: (string | Markup | Markup[])[]): Markup {
  const written = values.map((value) => {
    if (Array.isArray(value)) return value.map(({ text }) => text).join('\n');
    return value instanceof Markup ? value.text : escaped(value);
  });
  return new Markup(parts.map((part, place) => part + (written[place] ?? '')).join(''));
}

/** Self-contained: nothing is loaded from anywhere. Prints on A4. */
const style = new Markup(`
  @page { size: A4; margin: 18mm; }
  * { box-sizing: border-box; }
  body { font: 10pt/1.4 system-ui, "DejaVu Sans", sans-serif; color: #111; max-width: 180mm; margin: 0 auto; padding: 8mm 0; }
  header { display: flex; justify-content: space-between; gap: 10mm; }
  h1 { font-size: 18pt; margin: 8mm 0 4mm; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 6mm; margin: 0 0 6mm; }
  dd { margin: 0; }
  table { width: 100%; border-collapse: collapse; margin-bottom: 6mm; }
  th, td { text-align: right; padding: 1.2mm 1mm; vertical-align: top; border-bottom: 0.2mm solid #ccc; font-variant-numeric: tabular-nums; }
  th:first-child, td:first-child { text-align: left; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  small { color: #555; display: block; overflow-wrap: anywhere; }
  .total { font-size: 14pt; font-weight: 600; text-align: right; }
  @media print { body { max-width: none; padding: 0; } }`);

const address = (lines: readonly string[]) =>
  html`<address>${lines.map((line) => html`${line}<br />`)}</address>`;

/** An invoice as a page of its own. */
export function invoiceHtml(invoice: PrintedInvoice): string {
  const { title, seller, recipient, facts, lines, taxes, total, notes } = invoice;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <header>${address(recipient)}${address(seller)}</header>
        <h1>${title}</h1>
        <dl>
          ${facts.map(
            ([label, value]) =>
              html`<dt>${label}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
        <table>
          <thead>
            <tr>
              <th scope="col">For</th>
              <th scope="col">Quantity</th>
              <th scope="col">Unit price</th>
              <th scope="col">Tax</th>
              <th scope="col">Amount</th>
            </tr>
          </thead>
          <tbody>
            ${lines.map(
              (line) =>
                html`<tr>
                  <td>
                    ${line.description}<small>${line.period}</small><small>${line.rule}</small>
                  </td>
                  <td>${line.quantity}</td>
                  <td>${line.unitPrice}</td>
                  <td>${line.tax}</td>
                  <td>${line.amount}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        <table>
          <thead>
            <tr>
              <th scope="col">Tax rate</th>
              <th scope="col">Lines</th>
              <th scope="col">Rounding</th>
              <th scope="col">Net</th>
              <th scope="col">Tax</th>
              <th scope="col">Gross</th>
            </tr>
          </thead>
          <tbody>
            ${taxes.map(
              (tax) =>
                html`<tr>
                  <td>${tax.rate}</td>
                  <td>${tax.exact}</td>
                  <td>${tax.rounding}</td>
                  <td>${tax.net}</td>
                  <td>${tax.tax}</td>
                  <td>${tax.gross}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p class="total">Total ${total}</p>
        ${notes.map((note) => html`<p><small>${note}</small></p>`)}
      </body>
    </html> `;
  return page.text;
}
