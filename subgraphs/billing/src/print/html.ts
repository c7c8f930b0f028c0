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

/** HTML that was put together by {@link markup}: everything in it is escaped. */
class Markup {
  constructor(readonly text: string) {}
}

/** Puts HTML together; every value is escaped, unless it is HTML that was put together so itself. */
function markup(parts: TemplateStringsArray, ...values: (string | Markup | Markup[])[]): Markup {
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
@media print { body { max-width: none; padding: 0; } }
`);

const address = (lines: readonly string[]) =>
  markup`<address>${lines.map((line) => markup`${line}<br>`)}</address>`;

function table(titles: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  const head = titles.map((title) => markup`<th scope="col">${title}</th>`);
  const body = rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`);
  return markup`<table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table>`;
}

const lineTable = ({ lines }: PrintedInvoice) =>
  table(
    ['For', 'Quantity', 'Unit price', 'Tax', 'Amount'],
    lines.map((line) => [
      markup`${line.description}<small>${line.period}</small><small>${line.rule}</small>`,
      ...[line.quantity, line.unitPrice, line.tax, line.amount],
    ]),
  );

const taxTable = ({ taxes }: PrintedInvoice) =>
  table(
    ['Tax rate', 'Lines', 'Rounding', 'Net', 'Tax', 'Gross'],
    taxes.map((tax) => [tax.rate, tax.exact, tax.rounding, tax.net, tax.tax, tax.gross]),
  );

/** An invoice as a page of its own. */
export function invoiceHtml(invoice: PrintedInvoice): string {
  const { title, seller, recipient, facts, total, notes } = invoice;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>${address(recipient)}${address(seller)}</header>
<h1>${title}</h1>
<dl>${facts.map(([label, value]) => markup`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
${lineTable(invoice)}
${taxTable(invoice)}
<p class="total">Total ${total}</p>
${notes.map((note) => markup`<p><small>${note}</small></p>`)}
</body>
</html>
`;
  return page.text;
}
