/** Half-open. */
export interface TimeSpan {
  readonly from: Date;
  readonly to: Date;
}

/** What spans cover together: in the order of time, without overlap, those that touch as one. */
export function united(spans: readonly TimeSpan[]): TimeSpan[] {
  const together: TimeSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = together.at(-1);
    if (span.to <= span.from) continue;
    if (last === undefined || last.to < span.from) together.push(span);
    else if (last.to < span.to) together[together.length - 1] = { from: last.from, to: span.to };
  }
  return together;
}

/** What both cover, each in the order of time and without overlap. One walk along both. */
export function commonOf(some: readonly TimeSpan[], others: readonly TimeSpan[]): TimeSpan[] {
  const common: TimeSpan[] = [];
  let [place, other] = [0, 0];
  for (;;) {
    const [a, b] = [some[place], others[other]];
    if (a === undefined || b === undefined) return common;
    const from = a.from > b.from ? a.from : b.from;
    const to = a.to < b.to ? a.to : b.to;
    if (from < to) common.push({ from, to });
    if (a.to < b.to) place += 1;
    else other += 1;
  }
}
