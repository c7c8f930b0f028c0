import type { RatePlan, RateWindow } from '@voltpark/contracts/rate-plan';
import { Decimal } from '../../src/decimal.js';
import type { Share } from '../../src/parking.js';
import { entry, minuteMs } from './parking-arbitraries.js';

/** The same rules, told slice by slice and minute by minute, in a zone that knows no change of clocks. */
export function toldSlowly(own: RatePlan, length: number, shares: readonly Share[]): Decimal {
  const stayEnd = entry + length * minuteMs;
  const rooms = new Map<string, Decimal>();
  const slices: {
    begins: number;
    order: number;
    price: Decimal;
    pots: [string, string | null][];
  }[] = [];
  if (length <= own.graceMinutes) return new Decimal(0);
  const lines = own.tables[0]?.lines ?? [];
  for (let begin = entry, segment = 0; begin < stayEnd; segment += 1) {
    let end = begin + minuteMs;
    while (end < stayEnd && !isReset(own, end)) end += minuteMs;
    const passed = (minutes: number) => begin + minutes * minuteMs < end;
    const tier = lines.findLastIndex(
      (line) => line.type === 'FLAT_RATE_TIER' && passed(line.fromMinutes),
    );
    lines.forEach((line, order) => {
      if (order < tier || !passed(line.fromMinutes)) return;
      const isTier = line.type === 'FLAT_RATE_TIER';
      const until = Math.min(
        end,
        line.untilMinutes === null ? end : begin + line.untilMinutes * minuteMs,
      );
      const first = isTier ? begin : begin + line.fromMinutes * minuteMs;
      const step =
        line.incrementMinutes === null
          ? Number.POSITIVE_INFINITY
          : line.incrementMinutes * minuteMs;
      for (let at = first; at < until; at += step) {
        const window = own.windows.findIndex((each) => windowDay(each, at) !== null);
        const found = own.windows[window];
        let weight = new Decimal(0);
        const stop = Math.min(at + step, until);
        for (let minute = at; minute < stop; minute += minuteMs)
          weight = weight.plus(
            Decimal.min(
              1,
              ...shares
                .filter((s) => s.from.getTime() <= minute && minute < s.to.getTime())
                .map((s) => s.share),
            ),
          );
        const price = new Decimal(line.value)
          .times(found?.multiplier ?? 1)
          .times(weight)
          .times(minuteMs)
          .div(stop - at);
        slices.push({
          begins: at,
          order,
          price,
          pots: [
            [`line ${segment} ${order}`, line.maxValue],
            [
              `window ${window} ${found === undefined ? '' : windowDay(found, at)}`,
              found?.maxValue ?? null,
            ],
            [`day ${Math.floor(at / 86_400_000)}`, own.dailyMaximum],
            [`24h ${Math.floor((at - entry) / 86_400_000)}`, own.maximumPer24Hours],
          ],
        });
      }
    });
    begin = end;
  }
  let total = new Decimal(0);
  for (const { price, pots } of slices.sort((a, b) => a.begins - b.begins || a.order - b.order)) {
    const take = (amount: Decimal, own: typeof pots): Decimal => {
      const real = own.flatMap(([key, most]) => (most === null ? [] : [[key, most] as const]));
      const roomOf = (key: string, most: string) => rooms.get(key) ?? new Decimal(most);
      const left = Decimal.min(amount, ...real.map(([key, most]) => roomOf(key, most)));
      for (const [key, most] of real) rooms.set(key, roomOf(key, most).minus(left));
      return left;
    };
    const left = take(take(price, pots.slice(0, 1)), pots.slice(1));
    total = total.plus(left);
  }
  return total;
}
function isReset({ reset: own }: RatePlan, at: number): boolean {
  if (own.kind === 'NEVER') return false;
  if (own.kind === 'EVERY') return ((at - entry) / minuteMs) % own.minutes === 0;
  return new Date(at).toISOString().slice(11, 16) === own.time;
}
/** The day on which the window that contains an instant began; null when it does not contain it. */
function windowDay({ days, from: begins, to }: RateWindow, at: number): number | null {
  const clock = new Date(at).toISOString().slice(11, 16);
  const today = Math.floor(at / 86_400_000);
  const on = (day: number) => days.length === 0 || days.includes(((day + 3) % 7) + 1);
  if (begins < to) return on(today) && begins <= clock && clock < to ? today : null;
  if (clock >= begins) return on(today) ? today : null;
  return clock < to && on(today - 1) ? today - 1 : null;
}
