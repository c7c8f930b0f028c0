/** Where a simulation's luck comes from: the same seed, the same day. */
export interface Chance {
  /** At least 0, below 1. */
  next(): number;
  /** At least `from`, below `to`. */
  between(from: number, to: number): number;
  /** True this often. */
  happens(probability: number): boolean;
  /** One of them, each as likely as its weight. */
  pick<Choice extends { readonly weight: number }>(choices: readonly Choice[]): Choice;
  /** Time to the next of events that come at random, so many an hour on average; seconds. */
  gapSeconds(perHour: number): number;
}

/**
 * A chance that can be repeated. The generator is SplitMix32: one 32-bit word of state, which is plenty for a demo.
 * @param seed any whole number
 */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    happens: (probability) => next() < probability,
    pick(choices) {
      let left = next() * choices.reduce((sum, { weight }) => sum + weight, 0);
      for (const choice of choices) {
        left -= choice.weight;
        if (left < 0) return choice;
      }
      const last = choices.at(-1);
      if (last === undefined) throw new Error('There is nothing to choose from.');
      return last;
    },
    gapSeconds: (perHour) => (-Math.log(1 - next()) * 3_600) / perHour,
  };
}
