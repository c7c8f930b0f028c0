import { Decimal, decimalText } from '@voltpark/rating/decimal';
import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';
import type { ChargeLine } from '../domain/charge.js';
import { exactTaxes } from '../domain/exact-taxes.js';
import type { Document, InvoiceIdentity } from '../domain/invoice.js';
import { majorOf } from '../domain/money.js';

/** An invoice as it is read on paper: every text as it stands there. Follows from the document alone. */
export interface PrintedInvoice {
  readonly title: string;
  readonly issuedAt: Date;
  readonly seller: readonly string[];
  readonly recipient: readonly string[];
  /** Label and value, one below the other. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly lines: readonly PrintedLine[];
  readonly taxes: readonly PrintedTax[];
  readonly total: string;
  readonly notes: readonly string[];
}

export interface PrintedLine {
  readonly description: string;
  readonly period: string;
  readonly rule: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly tax: string;
  readonly amount: string;
}

export interface PrintedTax {
  readonly rate: string;
  readonly exact: string;
  readonly rounding: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** Digits of an exact amount that are printed; what is behind them no eye follows. */
const printedDigits = 6;

/** An issued invoice or credit note as text. */
export function printedInvoice(invoice: InvoiceIdentity, document: Document): PrintedInvoice {
  const { currency, timeZone } = invoice;
  const digits = minorDigitsOf(currency);
  const money = (minor: number) => `${majorOf(minor, digits)} ${currency}`;
  const instant = instantIn(timeZone);
  return {
    title: `${invoice.kind === 'INVOICE' ? 'Invoice' : 'Credit note'} ${document.number}`,
    issuedAt: document.issuedAt,
    seller: [document.seller.name, ...document.seller.place],
    recipient: recipientOf(invoice),
    facts: factsOf(invoice, document, instant),
    lines: document.lines.map((line) => printedLine(line, instant)),
    taxes: exactTaxes(document.taxes, document.lines, currency).map((tax) => ({
      rate: rateText(tax.taxPercent),
      exact: `${exactText(tax.exactGross)} ${currency}`,
      rounding: `${exactText(tax.roundingDifference)} ${currency}`,
      net: money(tax.netMinor),
      tax: money(tax.taxMinor),
      gross: money(tax.grossMinor),
    })),
    total: money(document.totalMinor),
    notes: [
      ...document.explanation,
      `Lines are exact. Each tax rate is rounded once, half up, to ${majorOf(1, digits)} ${currency}; "rounding" is what that made of the lines' sum.`,
      `Times are those of ${timeZone}.`,
    ],
  };
}

function recipientOf({ customerId, registration }: InvoiceIdentity): string[] {
  return [
    customerId === null ? 'To whoever parked the vehicle' : `Customer ${customerId}`,
    ...(registration === null ? [] : [`Vehicle ${registration}`]),
  ];
}

function factsOf(
  { kind, parkingSessionId, passId, parkingPaidUntil }: InvoiceIdentity,
  { issuedAt, dueAt }: Document,
  instant: (at: Date) => string,
): (readonly [string, string])[] {
  return [
    ['Issued', instant(issuedAt)],
    ...(kind === 'INVOICE' ? [['Due', instant(dueAt)] as const] : []),
    ...(parkingSessionId === null ? [] : [['Stay', parkingSessionId] as const]),
    ...(passId === null ? [] : [['Pass', passId] as const]),
    ...(parkingPaidUntil === null ? [] : [['Parking until', instant(parkingPaidUntil)] as const]),
  ];
}

function printedLine(line: ChargeLine, instant: (at: Date) => string): PrintedLine {
  return {
    description: line.description,
    period: `${instant(new Date(line.start))} – ${instant(new Date(line.end))}`,
    rule: line.rule,
    quantity: `${exactText(line.quantity)} ${line.unit}`,
    unitPrice: `${exactText(line.unitPrice)}${line.taxIncluded ? '' : ' + tax'}`,
    tax: rateText(line.taxPercent),
    amount: exactText(line.inclTax),
  };
}

const rateText = (taxPercent: string | null) =>
  taxPercent === null ? 'no tax' : `${new Decimal(taxPercent).toFixed()} %`;

const exactText = (amount: string) =>
  decimalText(new Decimal(amount).toDecimalPlaces(printedDigits));

/** Writes instants as `2026-05-04 12:00` in a zone. */
function instantIn(timeZone: string): (at: Date) => string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  } as const);
  return (at) => {
    const of = new Map(parts.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${of.get('year')}-${of.get('month')}-${of.get('day')} ${of.get('hour')}:${of.get('minute')}`;
  };
}
