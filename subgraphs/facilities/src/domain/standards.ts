import { Temporal } from 'temporal-polyfill';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** True for a code of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** True for an assigned code of ISO 3166-1 alpha-2, in capitals. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && regionNames.of(code) !== undefined;
}

/**
 * The zone's name as the IANA database writes it, however it was capitalised; undefined when there is none.
 * Fixed offsets such as `+02:00` are no zones: they know nothing of summer time.
 */
export function ianaTimeZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}
