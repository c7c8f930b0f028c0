import type { RateLine, RatePlan, RateTable } from '@voltpark/contracts/rate-plan';
import { slotSizes } from '@voltpark/contracts/shared';
import { Decimal, decimalText } from './decimal.js';
import type { Finding } from './rating.js';

/** Tables and lines that never count, minutes that nothing prices, maxima below a single price. */
export function lintTables(plan: RatePlan): Finding[] {
  return [
    ...lintChoice(plan.tables),
    ...plan.tables.flatMap((table, index) => lintLines(plan, table, `tables.${index}`)),
  ];
}

const drives = ['ELECTRIC', 'COMBUSTION'] as const;

function vehiclesOf({ sizes, drive }: RateTable): string[] {
  return (sizes.length === 0 ? slotSizes : sizes).flatMap((size) =>
    drives.filter((own) => drive === 'ANY' || drive === own).map((own) => `${size} ${own}`),
  );
}

function lintChoice(tables: readonly RateTable[]): Finding[] {
  const findings: Finding[] = [];
  const fitted = new Set<string>();
  for (const [index, table] of tables.entries()) {
    const vehicles = vehiclesOf(table);
    if (vehicles.every((vehicle) => fitted.has(vehicle)))
      findings.push({
        severity: 'WARNING',
        code: 'UNREACHABLE_TABLE',
        path: `tables.${index}`,
        message: `Every vehicle that ${table.name} is for has a table before it.`,
      });
    for (const vehicle of vehicles) fitted.add(vehicle);
  }
  const without = slotSizes.flatMap((size) =>
    drives.map((drive) => `${size} ${drive}`).filter((vehicle) => !fitted.has(vehicle)),
  );
  if (without.length > 0)
    findings.push({
      severity: 'WARNING',
      code: 'NO_TABLE',
      path: 'tables',
      message: `No table is for ${without.join(', ')}: these park free.`,
    });
  return findings;
}

/** Minutes of a day on which clocks are left alone. */
const ordinaryDay = 24 * 60;

/** Longest time between two resets, minutes. A day has 25 hours at most. */
function reachOf({ reset }: RatePlan): number {
  if (reset.kind === 'NEVER') return Number.POSITIVE_INFINITY;
  return reset.kind === 'EVERY' ? reset.minutes : 25 * 60;
}

function lintLines(plan: RatePlan, table: RateTable, path: string): Finding[] {
  const reach = reachOf(plan);
  const counting = table.lines.filter((line, index) => counts(table, line, index, reach));
  return [
    ...table.lines.flatMap((line, index) => [
      ...lintReach(table, line, index, reach, path),
      ...lintIncrement(line, `${path}.lines.${index}`),
      ...lintCaps(plan, line, `${path}.lines.${index}`),
      ...lintTier(table, line, index, path),
    ]),
    ...lintGaps(counting, plan.reset.kind === 'AT_LOCAL_TIME' ? ordinaryDay : reach, path),
  ];
}

function replacing(table: RateTable, line: RateLine, index: number): number {
  return table.lines.findIndex(
    (other, place) =>
      place > index && other.type === 'FLAT_RATE_TIER' && other.fromMinutes <= line.fromMinutes,
  );
}

function counts(table: RateTable, line: RateLine, index: number, reach: number): boolean {
  return line.fromMinutes < reach && replacing(table, line, index) < 0;
}

function lintReach(
  table: RateTable,
  line: RateLine,
  index: number,
  reach: number,
  path: string,
): Finding[] {
  const own = `${path}.lines.${index}`;
  if (line.fromMinutes >= reach)
    return [
      {
        severity: 'WARNING',
        code: 'UNREACHABLE_LINE',
        path: own,
        message: `The tables begin anew after ${reach} minutes at the latest; minute ${line.fromMinutes} is never reached.`,
      },
    ];
  const by = replacing(table, line, index);
  if (by < 0) return [];
  return [
    {
      severity: 'WARNING',
      code: 'SHADOWED',
      path: own,
      message: `${path}.lines.${by} takes its place from minute ${table.lines[by]?.fromMinutes ?? 0} on: it never counts.`,
    },
  ];
}

function lintIncrement(line: RateLine, path: string): Finding[] {
  const { incrementMinutes, untilMinutes, fromMinutes } = line;
  if (incrementMinutes === null || untilMinutes === null) return [];
  const rest = (untilMinutes - fromMinutes) % incrementMinutes;
  if (rest === 0) return [];
  return [
    {
      severity: 'NOTE',
      code: 'CUT_INCREMENT',
      path,
      message: `Its last increment is ${rest} minutes long and costs as much as one of ${incrementMinutes}.`,
    },
  ];
}

function lintCaps(plan: RatePlan, line: RateLine, path: string): Finding[] {
  const value = new Decimal(line.value);
  const caps: [string, Decimal, string | null][] = [
    [`${path}.maxValue`, value, line.maxValue],
    ['dailyMaximum', value, plan.dailyMaximum],
    ['maximumPer24Hours', value, plan.maximumPer24Hours],
    ...plan.windows.map(({ multiplier, maxValue }, index): [string, Decimal, string | null] => [
      `windows.${index}.maxValue`,
      value.times(multiplier),
      maxValue,
    ]),
  ];
  return caps.flatMap(([cap, price, maximum]): Finding[] => {
    if (maximum === null || price.lte(maximum)) return [];
    return [
      {
        severity: 'WARNING',
        code: 'CAP_BELOW_LINE',
        path: cap,
        message: `At most ${decimalText(new Decimal(maximum))}, yet ${path} alone costs ${decimalText(price)} at once.`,
      },
    ];
  });
}

/** A later tier that costs less than an earlier one makes longer stays cheaper. */
function lintTier(table: RateTable, line: RateLine, index: number, path: string): Finding[] {
  if (line.type !== 'FLAT_RATE_TIER') return [];
  const dearer = table.lines.findIndex(
    (other, place) =>
      place < index &&
      other.type === 'FLAT_RATE_TIER' &&
      other.fromMinutes < line.fromMinutes &&
      new Decimal(other.value).gt(line.value),
  );
  if (dearer < 0) return [];
  return [
    {
      severity: 'WARNING',
      code: 'CHEAPER_LATER',
      path: `${path}.lines.${index}`,
      message: `Beyond minute ${line.fromMinutes} a stay costs ${line.value}, less than the ${table.lines[dearer]?.value ?? ''} of a shorter one.`,
    },
  ];
}

/** Where there are increments, a flat is a fee beside them and prices no minutes. */
function lintGaps(lines: readonly RateLine[], reach: number, path: string): Finding[] {
  const hasIncrements = lines.some(({ incrementMinutes }) => incrementMinutes !== null);
  const pricing = lines.filter(({ type }) => !hasIncrements || type !== 'FLAT_RATE');
  const gaps: [number, number][] = [];
  let covered = 0;
  for (const { fromMinutes, untilMinutes } of pricing.toSorted(
    (a, b) => a.fromMinutes - b.fromMinutes,
  )) {
    if (fromMinutes > covered) gaps.push([covered, fromMinutes]);
    covered = Math.max(covered, untilMinutes ?? Number.POSITIVE_INFINITY);
  }
  if (covered < reach) gaps.push([covered, reach]);
  return gaps.map(([from, to]) => ({
    severity: 'WARNING',
    code: 'GAP',
    path,
    message: Number.isFinite(to)
      ? `Nothing prices minutes ${from} to ${to}: a stay of ${to} minutes costs as much as one of ${from}.`
      : `Nothing prices what is beyond minute ${from}: the longest stay costs as much as one of ${from} minutes.`,
  }));
}
