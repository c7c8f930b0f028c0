import { z } from 'zod';

const days = z.coerce.number().int();
const seconds = z.coerce.number().int().min(0).max(86_400);

/** Variables of this context beside those of the house. */
export const environment = z.object({
  /** For how many whole days single readings are kept; older ones are not taken in. */
  OPERATIONS_READING_DAYS: days.min(1).max(400).default(30),
  /** For how many days quarters of an hour are kept; whole months. */
  OPERATIONS_ROLLUP_DAYS: days.min(31).max(4_000).default(800),
  /** For how many days alerts are kept that are over. */
  OPERATIONS_ALERT_DAYS: days.min(1).max(4_000).default(400),
  /** For how many seconds a device must have trouble before that is told. */
  OPERATIONS_WORSE_AFTER_SECONDS: seconds.default(60),
  /** For how many seconds it must do well again before that is told. */
  OPERATIONS_BETTER_AFTER_SECONDS: seconds.default(300),
});
