import type { EventDefinition } from '@voltpark/contracts';

/** An event of another context: what it is, its aggregate's version, and when it happened. */
export interface Heard<Data = unknown> {
  readonly event: EventDefinition<Data>;
  readonly data: Data;
  /** Which aggregate it is of: order is kept within one. */
  readonly aggregate: string;
  readonly version: number;
  readonly at: Date;
}

export const noon = new Date('2026-05-04T10:00:00Z');
/** An instant some minutes from noon. */
export const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);
export const iso = (at: Date) => at.toISOString();

export const heard = <Data>(
  event: EventDefinition<Data>,
  data: Data,
  aggregate: string,
  version: number,
  at: Date,
): Heard => ({ event, data, aggregate, version, at });
