import type { Tariff } from '@voltpark/contracts';
import { Decimal } from './decimal.js';
import type { Finding } from './rating.js';

type Component = Tariff['elements'][number]['price_components'][number];
type Limit = NonNullable<Tariff['max_price']>;

/** Prices, steps, taxes, limits and the idle fee. */
export function lintPrices(tariff: Tariff): Finding[] {
  const components = tariff.elements.flatMap(({ price_components: all }, element) =>
    all.map((component, place) => ({
      component,
      path: `elements.${element}.price_components.${place}`,
    })),
  );
  const isTaxed =
    components.some(({ component: { vat } }) => hasRate(vat)) || hasRate(tariff.idle_fee?.vat);
  return [
    ...components.flatMap(({ component, path }) => lintComponent(component, path, isTaxed)),
    ...lintLimits(tariff, isTaxed),
    ...lintIdleFee(tariff, isTaxed),
  ];
}

const hasRate = (vat: number | string | null | undefined): boolean =>
  vat !== null && vat !== undefined;
const unknownTax = (path: string): Finding => ({
  severity: 'WARNING',
  code: 'TAX_UNKNOWN',
  path,
  message: 'Other prices have a tax rate and this has none: no tax applies here, which is not 0 %.',
});

/** A step of this many kWh or more than an hour is a surprise. */
const longStepSeconds = 3_600;
const largeStepWh = 1_000;

function lintComponent(component: Component, path: string, isTaxed: boolean): Finding[] {
  const { type, price, vat, step_size: step } = component;
  const findings: Finding[] = [];
  if (type === 'FLAT' && step > 1)
    findings.push({
      severity: 'NOTE',
      code: 'STEP_ON_FLAT',
      path: `${path}.step_size`,
      message: 'A flat fee has no unit: its step means nothing.',
    });
  if (type !== 'FLAT' && step > (type === 'ENERGY' ? largeStepWh : longStepSeconds))
    findings.push({
      severity: 'NOTE',
      code: 'LARGE_STEP',
      path: `${path}.step_size`,
      message: `Billed in whole steps of ${type === 'ENERGY' ? `${step} Wh` : `${step} s`}: a little more than one step costs two.`,
    });
  if (Number(price) < 0)
    findings.push({
      severity: 'WARNING',
      code: 'NEGATIVE_PRICE',
      path: `${path}.price`,
      message: 'The more of it, the less the session costs.',
    });
  if (isTaxed && !hasRate(vat) && Number(price) !== 0) findings.push(unknownTax(`${path}.vat`));
  return findings;
}

function withoutTax({ excl_vat: own, before_taxes: other }: Limit): Decimal {
  return new Decimal(own ?? other ?? 0);
}
function withTax({ incl_vat: own, after_taxes: other }: Limit): Decimal | null {
  const value = own ?? other ?? null;
  return value === null ? null : new Decimal(value);
}

function lintLimits(tariff: Tariff, isTaxed: boolean): Finding[] {
  const { min_price: least, max_price: most } = tariff;
  const findings: Finding[] = [];
  for (const [path, limit] of [
    ['min_price', least],
    ['max_price', most],
  ] as const) {
    if (!limit) continue;
    const incl = withTax(limit);
    if (incl !== null && incl.lt(withoutTax(limit)))
      findings.push({
        severity: 'ERROR',
        code: 'LIMIT_BELOW_NET',
        path: `${path}.incl_vat`,
        message: 'The limit with tax is below the one without, so the tax would be negative.',
      });
    if (incl === null && isTaxed)
      findings.push({
        severity: 'NOTE',
        code: 'LIMIT_WITHOUT_TAX',
        path,
        message: 'Only the price before tax is limited; tax follows it in proportion.',
      });
  }
  if (!least || !most) return findings;
  const [leastIncl, mostIncl] = [withTax(least), withTax(most)];
  const isBelow =
    withoutTax(most).lt(withoutTax(least)) ||
    (leastIncl !== null && mostIncl !== null && mostIncl.lt(leastIncl));
  if (isBelow)
    findings.push({
      severity: 'ERROR',
      code: 'MAX_BELOW_MIN',
      path: 'max_price',
      message: 'The most is below the least: every session costs the most.',
    });
  return findings;
}

function lintIdleFee(tariff: Tariff, isTaxed: boolean): Finding[] {
  const fee = tariff.idle_fee;
  if (!fee) return [];
  const findings: Finding[] = [];
  const parking = tariff.elements.findIndex(({ price_components: components }) =>
    components.some(({ type, price }) => type === 'PARKING_TIME' && Number(price) !== 0),
  );
  if (parking >= 0)
    findings.push({
      severity: 'WARNING',
      code: 'IDLE_TWICE',
      path: 'idle_fee',
      message: `elements.${parking} prices parking time as well: idling then costs both.`,
    });
  if (isTaxed && !hasRate(fee.vat)) findings.push(unknownTax('idle_fee.vat'));
  if (hasRate(fee.max_price) && Number(fee.max_price) === 0)
    findings.push({
      severity: 'WARNING',
      code: 'NEVER_COUNTS',
      path: 'idle_fee.max_price',
      message: 'At most 0: idling costs nothing.',
    });
  fee.quiet_hours.forEach(({ start_time: start, end_time: end }, place) => {
    if (start === end && end !== '00:00')
      findings.push({
        severity: 'ERROR',
        code: 'NEVER_HOLDS',
        path: `idle_fee.quiet_hours.${place}.end_time`,
        message: `From ${start} up to but not at ${end} is no time at all; the whole day is 00:00 to 00:00.`,
      });
  });
  return findings;
}
