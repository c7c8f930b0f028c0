/** What a quantity is counted in. */
export type RatingUnit = 'kWh' | 'h' | 'min' | 'increment' | 'session' | 'percent';

/** What a line is for; billing makes charges of the same kinds. */
export type RatingKind = 'CHARGING' | 'IDLE' | 'PARKING' | 'RESERVATION' | 'PENALTY';

/**
 * One line of a price, with all that is needed to follow it: `quantity` × `unitPrice` is the amount before tax,
 * or with tax where `taxIncluded`. All numbers are exact decimals as text, not rounded to cents.
 */
export interface RatingLine {
  readonly kind: RatingKind;
  /** Which rule it follows: a path into the tariff or plan, `elements.1.price_components.0`, `tables.0.lines.2`, `max_price`. */
  readonly rule: string;
  /** One sentence for the person who pays. */
  readonly description: string;
  /** The period that it covers, ISO 8601 in UTC. */
  readonly start: string;
  readonly end: string;
  readonly quantity: string;
  readonly unit: RatingUnit;
  readonly unitPrice: string;
  readonly taxIncluded: boolean;
  /** Percent; null: not applicable or unknown. */
  readonly taxPercent: string | null;
  readonly exclTax: string;
  readonly inclTax: string;
}

/** A price: its lines, and their sum. */
export interface Rating {
  /** ISO 4217. */
  readonly currency: string;
  readonly total: { readonly exclTax: string; readonly inclTax: string };
  readonly lines: readonly RatingLine[];
}

/** Something about a tariff or plan that its author may not have meant. */
export interface Finding {
  readonly severity: 'ERROR' | 'WARNING' | 'NOTE';
  /** `GAP`, `SHADOWED`, `DST_SKIPPED`, `DST_REPEATED`, … */
  readonly code: string;
  /** Path into the tariff or plan. */
  readonly path: string;
  /** What it means, in a sentence with an example. */
  readonly message: string;
}
