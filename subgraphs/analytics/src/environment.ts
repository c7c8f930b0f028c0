import { z } from 'zod';

/** Variables of this context beside those of the house: none yet. */
export const environment = z.object({});
