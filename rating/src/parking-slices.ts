import type { RateLine, RatePlan, RateTable } from '@voltpark/contracts/rate-plan';
import { Decimal, lineAmount } from './decimal.js';
import { coveredBy, type SharePiece } from './parking-shares.js';
import { minuteMs, type Cell, type Segment, type Span } from './parking-time.js';

/** What shares take off a price, by piece's reason and relief. */
export interface Relief {
  readonly piece: SharePiece;
  /** Positive; at most what the slice costs. */
  readonly amount: Decimal;
}

/** What one line of the table comes to in one cell: a flat, or the increments that begin there. */
export interface Slice {
  /** Place of the line in its table. */
  readonly line: number;
  readonly segment: number;
  readonly cell: Cell;
  /** Minutes of the stay that it pays for. */
  readonly covers: Span;
  readonly quantity: number;
  /** Value × multiplier of the window in which it begins. */
  readonly unitPrice: Decimal;
  /** quantity × unitPrice, before shares and caps. */
  readonly full: Decimal;
  readonly reliefs: readonly Relief[];
}

/** A line that counts in a segment, from when to when; milliseconds since the epoch. */
interface Counting extends Span {
  readonly line: RateLine;
  readonly index: number;
}

/**
 * What a table comes to in each cell of a segment, in the order of time. A slice stands in the cell in which it
 * begins, and costs what the window there says, to its end.
 */
export function slicesOf(
  plan: RatePlan,
  table: RateTable,
  segment: Segment,
  place: number,
  pieces: readonly SharePiece[],
): Slice[] {
  const counting = linesInForce(table, segment);
  return segment.cells.flatMap((cell) => {
    const multiplier =
      cell.window === null ? '1' : (plan.windows[cell.window.index]?.multiplier ?? '1');
    return counting.flatMap((line) => {
      const unitPrice = new Decimal(line.line.value).times(multiplier);
      const found =
        line.line.incrementMinutes === null
          ? flat(line, cell)
          : increments(line, cell, line.line.incrementMinutes * minuteMs);
      if (found === null) return [];
      const { quantity, covers, evenParts } = found;
      const full = unitPrice.times(quantity);
      const reliefs = reliefsOf(unitPrice, evenParts, pieces);
      return [
        { line: line.index, segment: place, cell, covers, quantity, unitPrice, full, reliefs },
      ];
    });
  });
}

/** Some slices of one price each, that follow each other and are equally long. */
interface EvenPart extends Span {
  /** Of one of them. */
  readonly lengthMs: number;
}

interface Found {
  readonly quantity: number;
  readonly covers: Span;
  readonly evenParts: readonly EvenPart[];
}

/**
 * The lines whose beginning the stay has passed. The last tier among them takes away those before it, and pays for
 * the minutes from the segment's beginning on, in their stead.
 */
function linesInForce(table: RateTable, segment: Segment): Counting[] {
  const reached = table.lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => segment.from + line.fromMinutes * minuteMs < segment.to);
  const tier = reached.findLastIndex(({ line }) => line.type === 'FLAT_RATE_TIER');
  return reached.slice(Math.max(tier, 0)).map(({ line, index }) => ({
    line,
    index,
    from:
      line.type === 'FLAT_RATE_TIER' ? segment.from : segment.from + line.fromMinutes * minuteMs,
    to:
      line.untilMinutes === null
        ? segment.to
        : Math.min(segment.to, segment.from + line.untilMinutes * minuteMs),
  }));
}

function flat({ from, to }: Counting, cell: Cell): Found | null {
  if (from < cell.from || from >= cell.to) return null;
  return { quantity: 1, covers: { from, to }, evenParts: [{ from, to, lengthMs: to - from }] };
}

/** The increments that begin in the cell. Only the last of a line can be cut short: by the stay, a reset, `until`. */
function increments({ from, to }: Counting, cell: Cell, lengthMs: number): Found | null {
  const first = Math.max(0, Math.ceil((cell.from - from) / lengthMs));
  const behind = Math.ceil((Math.min(cell.to, to) - from) / lengthMs);
  if (behind <= first) return null;
  const begins = from + first * lengthMs;
  const ends = Math.min(from + behind * lengthMs, to);
  const whole = Math.min(behind, Math.floor((to - from) / lengthMs));
  const wholeEnds = from + whole * lengthMs;
  const evenParts: EvenPart[] = [];
  if (whole > first) evenParts.push({ from: begins, to: wholeEnds, lengthMs });
  if (behind > whole) {
    const rest = from + (behind - 1) * lengthMs;
    evenParts.push({ from: rest, to: ends, lengthMs: ends - rest });
  }
  return { quantity: behind - first, covers: { from: begins, to: ends }, evenParts };
}

/**
 * A slice's price lies evenly on its minutes; those with a share give back their part of it. What is given back is
 * cut to the digits of a line after each piece has been added to those before it, so that a slice of which every
 * minute is free gives back its whole price, into however many pieces its minutes fall.
 */
export function reliefsOf(
  unitPrice: Decimal,
  parts: readonly EvenPart[],
  pieces: readonly SharePiece[],
): Relief[] {
  if (pieces.length === 0 || unitPrice.isZero()) return [];
  return parts.flatMap((part) => {
    let weighedMs = new Decimal(0);
    let given = new Decimal(0);
    return coveredBy(pieces, part).map(({ piece, coveredMs }) => {
      weighedMs = weighedMs.plus(piece.relief.times(coveredMs));
      const soFar = lineAmount(unitPrice.times(weighedMs).div(part.lengthMs));
      const amount = soFar.minus(given);
      given = soFar;
      return { piece, amount };
    });
  });
}
