import type { SessionCorrectionResolvers } from './generated/types.js';

/** A value of a JSON record as text; null stays null. */
const text = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

export const SessionCorrection: SessionCorrectionResolvers = {
  changes: ({ before, after }) =>
    Object.keys(after)
      .filter((field) => before[field] !== after[field])
      .map((field) => ({ field, before: text(before[field]), after: text(after[field]) })),
};
