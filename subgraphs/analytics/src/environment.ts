import { z } from 'zod';

/** Variables of this context beside those of the house. */
export const environment = z.object({
  /** For how many days the event log is kept; the other facts are kept for ever. */
  ANALYTICS_EVENT_LOG_DAYS: z.coerce.number().int().min(31).max(4_000).default(400),
});
