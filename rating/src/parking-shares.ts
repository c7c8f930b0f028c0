import { Decimal } from './decimal.js';
import type { Span } from './parking-time.js';

/** Minutes of a stay that cost only a part of the parking price. */
export interface Share {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** What is paid of the price of these minutes: `0` nothing, `1` all. */
  readonly share: string;
  readonly reason: ShareReason;
}
export type ShareReason = 'PASS' | 'CHARGING' | 'IDLE' | 'VALIDATION';

/** Minutes with one share. Pieces ascend and do not overlap. */
export interface SharePiece extends Span {
  readonly reason: ShareReason;
  /** What is not paid: 1 − share. */
  readonly relief: Decimal;
  /** The same for pieces of the same reason and share. */
  readonly key: string;
}

/** Where shares are equal, which of them is named. */
const precedence: readonly ShareReason[] = ['PASS', 'CHARGING', 'IDLE', 'VALIDATION'];

/**
 * Shares of a stay without overlap: where several cover an instant the smallest wins. Those of 1 are left out.
 *
 * @throws RangeError when a share is not between 0 and 1: parking would cost more for it, or less than nothing.
 */
export function sharePieces(shares: readonly Share[], stay: Span): SharePiece[] {
  const reliefs = remembered();
  const clipped = shares
    .map((share) => ({
      ...reliefs(share),
      from: Math.max(share.from.getTime(), stay.from),
      to: Math.min(share.to.getTime(), stay.to),
    }))
    .filter(({ from, to, relief }) => from < to && relief.gt(0))
    .sort((a, b) => a.from - b.from);
  const cuts = [...new Set(clipped.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const pieces: SharePiece[] = [];
  let open: SharePiece[] = [];
  let next = 0;
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    for (
      let piece = clipped[next];
      piece !== undefined && piece.from <= from;
      piece = clipped[next]
    ) {
      open.push(piece);
      next += 1;
    }
    open = open.filter((piece) => piece.to > from);
    if (open.length > 1) open.sort(bySmallestShare);
    const [best] = open;
    if (best !== undefined) append(pieces, best, from, to);
  }
  return pieces;
}

function bySmallestShare(a: SharePiece, b: SharePiece): number {
  return (
    b.relief.comparedTo(a.relief) || precedence.indexOf(a.reason) - precedence.indexOf(b.reason)
  );
}

function append(pieces: SharePiece[], best: SharePiece, from: number, to: number): void {
  const last = pieces.at(-1);
  if (last?.to === from && last.key === best.key) pieces[pieces.length - 1] = { ...last, to };
  else pieces.push(best.from === from && best.to === to ? best : { ...best, from, to });
}

/** A trace has a share for each of its minutes and few different ones: each is worked out once. */
function remembered() {
  const known = new Map<string, Pick<SharePiece, 'reason' | 'relief' | 'key'>>();
  return (share: Share) => {
    const written = `${share.reason} ${share.share}`;
    const found = known.get(written);
    if (found !== undefined) return found;
    const relief = reliefOf(share);
    const { reason } = share;
    const made = { reason, relief, key: `${reason} ${relief.toString()}` };
    known.set(written, made);
    return made;
  };
}

function reliefOf({ share, reason }: Share): Decimal {
  const relief = new Decimal(1).minus(share);
  if (relief.lt(0) || relief.gt(1))
    throw new RangeError(`A share of ${share} (${reason}) is not between 0 and 1.`);
  return relief;
}

/**
 * How long pieces cover a span, in milliseconds: together for those of the same reason and share, each told by the
 * first of them.
 */
export function coveredBy(
  pieces: readonly SharePiece[],
  span: Span,
): { piece: SharePiece; coveredMs: number }[] {
  const covered = new Map<string, { piece: SharePiece; coveredMs: number }>();
  for (let index = firstBehind(pieces, span.from); index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.from >= span.to) break;
    const coveredMs = Math.min(piece.to, span.to) - Math.max(piece.from, span.from);
    const known = covered.get(piece.key);
    if (known === undefined) covered.set(piece.key, { piece, coveredMs });
    else known.coveredMs += coveredMs;
  }
  return [...covered.values()];
}

/** Index of the first piece that ends behind an instant. */
function firstBehind(pieces: readonly SharePiece[], instant: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.to ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
