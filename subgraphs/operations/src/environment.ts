import { z } from 'zod';

const days = z.coerce.number().int();

/** Variables of this context beside those of the house. */
export const environment = z.object({
  /** For how many whole days single readings are kept; older ones are not taken in. */
  OPERATIONS_READING_DAYS: days.min(1).max(400).default(30),
  /** For how many days quarters of an hour are kept; whole months. */
  OPERATIONS_ROLLUP_DAYS: days.min(31).max(4_000).default(800),
});
