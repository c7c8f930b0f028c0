import { z } from 'zod';

/** An exact decimal as text, `-12.5`: never a float. In a currency's major unit where it is money. */
export const decimalSchema = z.string().regex(/^-?\d{1,20}(\.\d{1,30})?$/);

/** ISO 4217. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** An amount in the currency's minor unit (cents), as posted: always a whole number. */
export const minorSchema = z.number().int();
