import type { Tariff } from '@voltpark/contracts';
import type { Restrictions } from './charging-conditions.js';
import type { Finding } from './rating.js';

const ranges = [
  ['min_kwh', 'max_kwh', 'kWh'],
  ['min_power', 'max_power', 'kW'],
  ['min_current', 'max_current', 'A'],
  ['min_duration', 'max_duration', 's'],
] as const;

/** Conditions of each element by itself: those that never hold, hold always, or otherwise than they read. */
export function lintRestrictions(tariff: Tariff): Finding[] {
  return tariff.elements.flatMap(({ restrictions, price_components: components }, element) => {
    if (restrictions === null || restrictions === undefined) return [];
    const path = `elements.${element}.restrictions`;
    return [
      ...lintRanges(restrictions, path),
      ...lintWindow(restrictions, path),
      ...lintReservation(
        restrictions,
        components.map(({ type }) => type),
        `elements.${element}`,
      ),
    ];
  });
}

function lintRanges(restrictions: Restrictions, path: string): Finding[] {
  const findings: Finding[] = [];
  const never = (key: string, message: string): number =>
    findings.push({ severity: 'ERROR', code: 'NEVER_HOLDS', path: `${path}.${key}`, message });
  for (const [least, most, unit] of ranges) {
    const [from, to] = [restrictions[least] ?? null, restrictions[most] ?? null];
    if (to !== null && Number(to) <= Number(from ?? 0))
      never(
        most,
        `Holds from ${from ?? 0} ${unit} (included) to ${to} ${unit} (not included), which is never.`,
      );
  }
  const { start_date: from, end_date: to } = restrictions;
  if (from && to && from >= to)
    never('end_date', `Holds from ${from} up to but not on ${to}, which is never.`);
  return findings;
}

function lintWindow(restrictions: Restrictions, path: string): Finding[] {
  const { start_time: given, end_time: end, day_of_week: days } = restrictions;
  const start = given ?? '00:00';
  if (!end) return [];
  if (start === end && end !== '00:00')
    return [
      {
        severity: 'ERROR',
        code: 'NEVER_HOLDS',
        path: `${path}.end_time`,
        message: `From ${start} up to but not at ${end} is no time at all; the whole day is 00:00 to 00:00.`,
      },
    ];
  const findings: Finding[] = [];
  if (end === '00:00' && start === '00:00')
    findings.push({
      severity: 'NOTE',
      code: 'WHOLE_DAY',
      path: `${path}.end_time`,
      message: '00:00 as an end is the end of the day: this holds at any time.',
    });
  if (end === '23:59')
    findings.push({
      severity: 'WARNING',
      code: 'LAST_MINUTE',
      path: `${path}.end_time`,
      message: 'The end is not included, so the last minute of the day is left out; write 00:00.',
    });
  if (end !== '00:00' && end < start && days && days.length > 0 && days.length < 7)
    findings.push({
      severity: 'WARNING',
      code: 'WRAPS_WITH_DAYS',
      path: `${path}.day_of_week`,
      message: `Days are those of the instant: on ${days[0]} this holds from 00:00 to ${end} and from ${start} to 24:00, not in the night that follows.`,
    });
  return findings;
}

function lintReservation(
  { reservation }: Restrictions,
  types: readonly string[],
  path: string,
): Finding[] {
  if (!reservation) return [];
  return types.flatMap((type, place) =>
    type === 'TIME' || type === 'FLAT'
      ? []
      : [
          {
            severity: 'ERROR',
            code: 'NOT_FOR_RESERVATIONS',
            path: `${path}.price_components.${place}`,
            message: `A reservation costs TIME and FLAT only: this ${type} never counts.`,
          },
        ],
  );
}
