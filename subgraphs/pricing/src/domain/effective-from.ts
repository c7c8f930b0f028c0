import type { EffectiveFromTooEarly } from './rules.js';

/** What speaks against counting from an instant; undefined when nothing does. */
export function tooEarly(from: Date, earliest: Date): EffectiveFromTooEarly | undefined {
  if (from >= earliest) return undefined;
  return {
    type: 'EffectiveFromTooEarly',
    earliest,
    message: `It can count from ${earliest.toISOString()} on, not from ${from.toISOString()}.`,
  };
}
