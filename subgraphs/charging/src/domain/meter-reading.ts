import { meterLimits } from './meter-limits.js';

/**
 * Why a meter was read (OCPP ReadingContext), in the order in which readings of one instant follow each other. The
 * places in this list are stored: only ever append.
 */
export const readingContexts = [
  'TRANSACTION_BEGIN',
  'INTERRUPTION_BEGIN',
  'INTERRUPTION_END',
  'SAMPLE_CLOCK',
  'SAMPLE_PERIODIC',
  'TRIGGER',
  'OTHER',
  'TRANSACTION_END',
] as const;
export type ReadingContext = (typeof readingContexts)[number];

/** Place of a context in {@link readingContexts}. */
export const contextCode = (context: ReadingContext): number => readingContexts.indexOf(context);
export const beginCode = contextCode('TRANSACTION_BEGIN');
export const endCode = contextCode('TRANSACTION_END');

/** What a meter showed. Numbers as they are stored; null was not read. */
export interface MeterReading {
  /** Epoch milliseconds by the device's clock. */
  readonly at: number;
  /** The device's own count; -1 when it has none. */
  readonly seqNo: number;
  /** See {@link contextCode}. */
  readonly context: number;
  /** Energy.Active.Import.Register in thousandths of a watt-hour: whole numbers, which add without error. */
  readonly registerMwh: number | null;
  readonly powerW: number | null;
  readonly currentA: number | null;
  readonly socPercent: number | null;
}

/** What tells one reading of a session from another; see {@link compareReadings}. */
export type ReadingIdentity = Pick<MeterReading, 'at' | 'seqNo' | 'context'>;

/**
 * The order of a session's readings: by instant, then by the device's count, then by context. Two that are equal in
 * all three are the same reading.
 */
export function compareReadings(a: ReadingIdentity, b: ReadingIdentity): number {
  return a.at - b.at || a.seqNo - b.seqNo || a.context - b.context;
}

/** Identity of a reading as a key of maps. */
export const identityOf = ({ at, seqNo, context }: ReadingIdentity) => `${at}/${seqNo}/${context}`;

/** True when two readings of one identity say the same. */
export function saysTheSame(a: MeterReading, b: MeterReading): boolean {
  return (
    a.registerMwh === b.registerMwh &&
    a.powerW === b.powerW &&
    a.currentA === b.currentA &&
    a.socPercent === b.socPercent
  );
}

/** A reading as a device tells it. */
export interface ReportedReading {
  readonly at: Date;
  readonly context?: ReadingContext | null | undefined;
  readonly seqNo?: number | null | undefined;
  /** Wh. */
  readonly registerWh?: number | null | undefined;
  readonly powerW?: number | null | undefined;
  readonly currentA?: number | null | undefined;
  readonly socPercent?: number | null | undefined;
}

/** Why a reading is not taken in. */
export type ReadingRejection =
  'NO_VALUE' | 'OUT_OF_RANGE' | 'IN_THE_FUTURE' | 'CONTRADICTS_EARLIER' | 'UNNAMED' | 'TOO_MANY';

const periodic = contextCode('SAMPLE_PERIODIC');

/** A reported reading as it is kept, or why it is none. */
export function readingOf(reported: ReportedReading, now: Date): MeterReading | ReadingRejection {
  const { registerWh = null, powerW = null, currentA = null, socPercent = null } = reported;
  const seqNo = reported.seqNo ?? -1;
  if (registerWh === null && powerW === null && currentA === null && socPercent === null) {
    return 'NO_VALUE';
  }
  if (
    !isWithin(registerWh, meterLimits.registerWh) ||
    !isWithin(powerW, meterLimits.powerW) ||
    !isWithin(currentA, meterLimits.currentA) ||
    !isWithin(socPercent, 100) ||
    seqNo < -1 ||
    seqNo > meterLimits.sequenceNumber
  ) {
    return 'OUT_OF_RANGE';
  }
  const at = reported.at.getTime();
  if (at > now.getTime() + meterLimits.clockAheadMs) return 'IN_THE_FUTURE';
  const context = reported.context == null ? periodic : contextCode(reported.context);
  return { at, seqNo, context, registerMwh: mwhOf(registerWh), powerW, currentA, socPercent };
}

const isWithin = (value: number | null, most: number) =>
  value === null || (value >= 0 && value <= most);

const mwhOf = (wh: number | null) => (wh === null ? null : Math.round(wh * 1_000));

/** Thousandths of a watt-hour as watt-hours. */
export const whOf = (mwh: number): number => mwh / 1_000;

/** One sentence for the one who reads a device's log. */
export function messageOf(rejection: ReadingRejection): string {
  switch (rejection) {
    case 'NO_VALUE':
      return 'A reading needs at least one of registerWh, powerW, currentA and socPercent.';
    case 'OUT_OF_RANGE':
      return `Between 0 and ${meterLimits.registerWh} Wh, ${meterLimits.powerW} W, ${meterLimits.currentA} A, 100 %.`;
    case 'IN_THE_FUTURE':
      return `The instant is more than ${meterLimits.clockAheadMs / 1_000} s ahead of our clock.`;
    case 'CONTRADICTS_EARLIER':
      return 'A reading of the same instant, number and context said something else; it stays.';
    case 'UNNAMED':
      return 'A reading needs a sessionId, or a connectorId and perhaps a transactionId.';
    case 'TOO_MANY':
      return 'No more readings can be kept of this session, or aside; keep it and try again later.';
  }
}
