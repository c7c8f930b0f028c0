import { ratePlanSchema } from '@voltpark/contracts';
import { invalidInput, unreachable } from '@voltpark/kit/decision';
import { Decimal } from '@voltpark/rating/decimal';
import type { z } from 'zod';
import type { ReadResult } from './content.js';
import type { RatePlan } from './rules.js';

/** A stretch of local time on some days, 1 is Monday; no days: every day. */
export interface PeakTime {
  readonly days: readonly number[];
  readonly from: string;
  /** Earlier than `from` wraps over midnight. */
  readonly to: string;
}

/** A rate plan in a few numbers. Amounts are decimals as text. */
export interface StrategyNumbers {
  readonly strategy: 'BASIC' | 'PEAK_HOUR' | 'SUBSCRIPTION' | 'EV_OPTIMIZED';
  readonly name: string;
  readonly currency: string;
  readonly taxPercent: string | null;
  readonly taxIncluded: boolean;
  readonly hourlyPrice: string;
  /** An hour is paid in steps of this many minutes. */
  readonly incrementMinutes: number;
  readonly dailyMaximum: string | null;
  readonly graceMinutes: number;
  readonly lostTicketFee: string;
  readonly peakMultiplier: string;
  /** Empty: mornings and evenings of working days. */
  readonly peakTimes: readonly PeakTime[];
  /** What an electric vehicle pays of the price, 0 to 1. */
  readonly electricShare: string;
  /** What it pays of that while it charges, 0 to 1. */
  readonly shareWhileCharging: string;
}

type PlanInput = z.input<typeof ratePlanSchema>;
type TableInput = PlanInput['tables'][number];

const workingDays = [1, 2, 3, 4, 5];
const rushHours: readonly PeakTime[] = [
  { days: workingDays, from: '07:00', to: '10:00' },
  { days: workingDays, from: '16:00', to: '19:00' },
];
/** As many digits behind the point as an amount of a plan may have. */
const digits = 9;

/**
 * The rules that a strategy comes to. `field` is where the numbers stand in the input.
 *
 * - BASIC: each begun step, up to the day's maximum.
 * - PEAK_HOUR: the same, at a multiple in peak times.
 * - SUBSCRIPTION: passes pay (billing knows them); who has none pays by the step up to a day ticket.
 * - EV_OPTIMIZED: electric vehicles pay a share, and another share of that while they charge.
 */
export function planFromStrategy(
  numbers: StrategyNumbers,
  field = 'strategy',
): ReadResult<RatePlan> {
  const refuse = (name: string, message: string) =>
    ({ ok: false, refusal: invalidInput(`${field}.${name}`, message) }) as const;
  const fault = numbersFault(numbers);
  if (fault !== undefined) return refuse(...fault);

  const result = ratePlanSchema.safeParse(planOf(numbers));
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  const [name = 'name'] = issue?.path ?? [];
  const asked = inputOf[String(name)] ?? String(name);
  return refuse(asked, `${asked}: ${issue?.message ?? 'not valid'}.`);
}

/** Which number a part of the plan comes from. */
const inputOf: Readonly<Record<string, string>> = {
  tables: 'hourlyPrice',
  windows: 'peakTimes',
  overlap: 'shareWhileCharging',
};

type Fault = readonly [name: string, message: string];

function numbersFault(numbers: StrategyNumbers): Fault | undefined {
  const { incrementMinutes, hourlyPrice, strategy } = numbers;
  if (incrementMinutes < 1 || incrementMinutes > 1_440) {
    return ['incrementMinutes', 'A step is 1 to 1440 minutes.'];
  }
  if (new Decimal(hourlyPrice).isNegative()) return ['hourlyPrice', 'A price is 0 or more.'];
  if (!isWritable(step(numbers))) {
    const message = `${hourlyPrice} an hour does not divide into steps of ${incrementMinutes} minutes.`;
    return ['incrementMinutes', message];
  }
  if (strategy === 'SUBSCRIPTION' && numbers.dailyMaximum === null) {
    return [
      'dailyMaximum',
      'SUBSCRIPTION needs one: it is the day ticket of those without a pass.',
    ];
  }
  if (strategy !== 'EV_OPTIMIZED') return undefined;
  return (['electricShare', 'shareWhileCharging'] as const)
    .filter((name) => !isShare(numbers[name]))
    .map((name): Fault => [name, 'A share is 0 to 1.'])
    .concat(isWritable(electricStep(numbers)) ? [] : [['electricShare', 'Too fine a share.']])[0];
}

function planOf(numbers: StrategyNumbers): PlanInput {
  const { name, currency, taxPercent, taxIncluded } = numbers;
  const { graceMinutes, dailyMaximum, lostTicketFee, strategy } = numbers;
  const common = {
    name,
    currency,
    taxPercent,
    taxIncluded,
    graceMinutes,
    dailyMaximum,
    lostTicketFee,
  };
  const all = tableOf(numbers, 'All vehicles', step(numbers));
  switch (strategy) {
    case 'BASIC':
      return { ...common, tables: [all] };
    case 'PEAK_HOUR':
      return { ...common, tables: [all], windows: windowsOf(numbers) };
    case 'SUBSCRIPTION':
      return { ...common, tables: [{ ...all, name: 'Without a pass' }] };
    case 'EV_OPTIMIZED':
      return {
        ...common,
        tables: [
          { ...tableOf(numbers, 'Electric vehicles', electricStep(numbers)), drive: 'ELECTRIC' },
          { ...all, name: 'Other vehicles' },
        ],
        overlap: {
          parkingShareWhileCharging: numbers.shareWhileCharging,
          idleFee: 'REPLACES_PARKING',
        },
      };
    default:
      return unreachable(strategy);
  }
}

function tableOf({ incrementMinutes }: StrategyNumbers, name: string, value: Decimal): TableInput {
  return {
    name,
    lines: [{ type: 'INCREMENTING_RATE', incrementMinutes, value: value.toFixed() }],
  };
}

function windowsOf({ peakMultiplier: multiplier, peakTimes }: StrategyNumbers) {
  const times = peakTimes.length === 0 ? rushHours : peakTimes;
  return times.map(({ days, from, to }) => ({
    name: `Peak ${from}–${to}`,
    days: [...days],
    from,
    to,
    multiplier,
  }));
}

/** What one step costs. */
const step = ({ hourlyPrice, incrementMinutes }: StrategyNumbers) =>
  new Decimal(hourlyPrice).times(incrementMinutes).div(60);

const electricStep = (numbers: StrategyNumbers) => step(numbers).times(numbers.electricShare);

const isWritable = (amount: Decimal) => amount.decimalPlaces() <= digits;

const isShare = (text: string) => {
  const share = new Decimal(text);
  return share.gte(0) && share.lte(1);
};
