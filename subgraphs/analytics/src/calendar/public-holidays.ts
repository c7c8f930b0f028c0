import type Holidays from 'date-holidays';

/** Holidays of a year take some 20 ms to find out, and never change: by country and year, up to a bound. */
const known = new Map<string, readonly string[]>();
const mostYearsKnown = 1_000;

const dayMs = 86_400_000;

/**
 * The public holidays of a whole country, as local dates `YYYY-MM-DD`, in the years from one instant to another.
 * Holidays of single regions are not among them. None for a country that is not known.
 * @param country ISO 3166-1 alpha-2
 */
export async function publicHolidays(
  country: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<ReadonlySet<string>> {
  // Its tables take 30 MB, which only those who forecast should pay for.
  const { default: Calendar } = await import('date-holidays');
  // Local dates may lie in the year beside that of the instant.
  const first = new Date(from.getTime() - dayMs).getUTCFullYear();
  const last = new Date(to.getTime() + dayMs).getUTCFullYear();
  const dates = new Set<string>();
  for (let year = first; year <= last; year += 1) {
    for (const date of ofYear(Calendar, country.toUpperCase(), year)) dates.add(date);
  }
  return dates;
}

function ofYear(Calendar: typeof Holidays, country: string, year: number): readonly string[] {
  const key = `${country} ${year}`;
  const already = known.get(key);
  if (already !== undefined) return already;
  const calendar = new Calendar();
  // Told of a country that it does not know, it would give the holidays of all others.
  const isKnown = Object.keys(calendar.getCountries()).includes(country);
  if (isKnown) calendar.init(country);
  const dates = isKnown
    ? calendar
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10))
    : [];
  if (known.size >= mostYearsKnown) known.clear();
  known.set(key, dates);
  return dates;
}
