import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { PrintedInvoice } from './printed-invoice.js';

/** Fonts that know Latin, Greek and Cyrillic: registrations and names of plans come in all of them. */
const require = createRequire(import.meta.url);
const regular = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const bold = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

const margin = 50;
const lineColumns = [215, 80, 85, 50, 65] as const;
const taxColumns = [65, 100, 95, 80, 75, 80] as const;

type Pdf = InstanceType<typeof PDFDocument>;

/**
 * An invoice as a PDF, A4. The same invoice gives the same bytes: dates in it are those of its issue.
 * @returns the bytes of the file
 */
export async function invoicePdf(invoice: PrintedInvoice): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    font: regular,
    lang: 'en',
    info: {
      Title: invoice.title,
      Author: invoice.seller[0] ?? '',
      CreationDate: invoice.issuedAt,
      ModDate: invoice.issuedAt,
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.once('end', () => resolve(Buffer.concat(chunks)));
    pdf.once('error', reject);
  });
  pdf.registerFont('regular', regular).registerFont('bold', bold);
  head(pdf, invoice);
  table(pdf, lineColumns, ['For', 'Quantity', 'Unit price', 'Tax', 'Amount'], lineRows(invoice));
  table(
    pdf,
    taxColumns,
    ['Tax rate', 'Lines', 'Rounding', 'Net', 'Tax', 'Gross'],
    invoice.taxes.map((tax) => [tax.rate, tax.exact, tax.rounding, tax.net, tax.tax, tax.gross]),
  );
  pdf.font('bold').fontSize(13).text(`Total ${invoice.total}`, margin, pdf.y, { align: 'right' });
  pdf.moveDown();
  pdf.font('regular').fontSize(7);
  for (const note of invoice.notes) pdf.text(note, margin, pdf.y).moveDown(0.5);
  pdf.end();
  return done;
}

const lineRows = ({ lines }: PrintedInvoice) =>
  lines.map((line) => [
    `${line.description}\n${line.period}\n${line.rule}`,
    ...[line.quantity, line.unitPrice, line.tax, line.amount],
  ]);

function head(pdf: Pdf, { title, seller, recipient, facts }: PrintedInvoice): void {
  const top = pdf.y;
  pdf.fontSize(9).text(recipient.join('\n'), margin, top, { width: 240 });
  const left = pdf.y;
  pdf.text(seller.join('\n'), 320, top, { width: pdf.page.width - margin - 320, align: 'right' });
  pdf.y = Math.max(left, pdf.y);
  pdf.moveDown(2).font('bold').fontSize(16).text(title, margin, pdf.y).moveDown(0.5);
  pdf.font('regular').fontSize(9);
  for (const [label, value] of facts) {
    const y = pdf.y;
    pdf.text(label, margin, y, { width: 90 });
    pdf.text(value, margin + 95, y, { width: 380 });
  }
  pdf.moveDown();
}

/** A table that goes on on the next page, with its head repeated. The first column is left, others right. */
function table(
  pdf: Pdf,
  columns: readonly number[],
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const bottom = pdf.page.height - margin;
  const write = (cells: readonly string[], font: 'regular' | 'bold') => {
    pdf.font(font).fontSize(7.5);
    const heights = cells.map((cell, place) =>
      pdf.heightOfString(cell, { width: (columns[place] ?? 0) - 6 }),
    );
    const height = Math.max(...heights) + 6;
    if (pdf.y + height > bottom) {
      pdf.addPage();
      if (font === 'regular') write(titles, 'bold');
      pdf.font(font).fontSize(7.5);
    }
    const y = pdf.y;
    let x = margin;
    cells.forEach((cell, place) => {
      const width = columns[place] ?? 0;
      pdf.text(cell, x, y + 3, { width: width - 6, align: place === 0 ? 'left' : 'right' });
      x += width;
    });
    pdf
      .moveTo(margin, y + height)
      .lineTo(x, y + height)
      .lineWidth(0.3)
      .stroke('#bbbbbb');
    pdf.fillColor('black');
    pdf.y = y + height;
  };
  write(titles, 'bold');
  for (const row of rows) write(row, 'regular');
  pdf.moveDown();
}
