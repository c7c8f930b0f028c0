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
  const { default: Holidays } = await import('date-holidays');
  const holidays = new Holidays();
  const known = Object.keys(holidays.getCountries());
  const dates = new Set<string>();
  if (!known.includes(country.toUpperCase())) return dates;
  holidays.init(country.toUpperCase());
  // Local dates may lie in the year beside that of the instant.
  const last = new Date(to.getTime() + dayMs).getUTCFullYear();
  for (let year = new Date(from.getTime() - dayMs).getUTCFullYear(); year <= last; year += 1) {
    for (const { type, date } of holidays.getHolidays(year)) {
      if (type === 'public') dates.add(date.slice(0, 10));
    }
  }
  return dates;
}

const dayMs = 86_400_000;
