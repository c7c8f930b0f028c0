import type { Finding } from '@voltpark/rating/rating';
import { describe, expect, it } from 'vitest';
import { planContent, readRatePlan, readTariffContent } from '../../src/domain/content.js';
import type { Content, RuleSet } from '../../src/domain/rules.js';
import { changeRules, createRules } from '../../src/domain/version-rules.js';
import { energyTariff, hourlyPlan, minutesFrom, noon } from '../support/builders.js';

const known = { versionId: 'v', now: noon, createdBy: 'olga', findings: [] };

function tariff(price = 0.25, name = 'Power'): Content {
  const result = readTariffContent(name, energyTariff(price));
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

function plan(otherwise: object = {}): Content {
  const result = readRatePlan(hourlyPlan('2.00', otherwise));
  if (!result.ok) throw new Error(result.refusal.message);
  return planContent(result.value);
}

const ruleSet = (otherwise: Partial<RuleSet> = {}): RuleSet => ({
  ...{ id: 't', kind: 'TARIFF', tenantId: 'elbe', name: 'Power', currency: 'EUR', version: 3 },
  inForceFrom: minutesFrom(noon, -600),
  latestFrom: minutesFrom(noon, -60),
  createdAt: minutesFrom(noon, -600),
  ...otherwise,
});

const finding = (severity: Finding['severity']): Finding => ({
  severity,
  code: 'GAP',
  path: 'elements.0',
  message: 'Nothing matches at night.',
});

describe('the first version', () => {
  it('counts from now, or from when its author says', () => {
    for (const at of [null, minutesFrom(noon, 90), minutesFrom(noon, -48 * 60)]) {
      const decision = createRules(tariff(), at, { ...known, id: 't', tenantId: 'elbe' });
      expect(decision).toMatchObject({
        outcome: 'accepted',
        events: [
          {
            ruleSet: { version: 1, inForceFrom: at ?? noon, latestFrom: at ?? noon },
            version: { number: 1, effectiveFrom: at ?? noon, createdBy: 'olga', name: 'Power' },
          },
        ],
      });
    }
  });

  it('is refused from longer ago than cars stand', () => {
    const at = minutesFrom(noon, -48 * 60 - 1);
    const decision = createRules(tariff(), at, { ...known, id: 't', tenantId: 'elbe' });
    expect(decision).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'EffectiveFromTooEarly', earliest: minutesFrom(noon, -48 * 60) },
    });
  });

  it('is refused with an error in it, all findings told, and not with a warning', () => {
    const findings = [finding('ERROR'), finding('WARNING')];
    const wanted = { ...known, id: 't', tenantId: 'elbe' };
    expect(createRules(plan(), null, { ...wanted, findings })).toMatchObject({
      refusal: { type: 'FaultyRules', findings, message: 'elements.0: Nothing matches at night.' },
    });
    const warned = createRules(plan(), null, { ...wanted, findings: [finding('WARNING')] });
    expect(warned.outcome).toBe('accepted');
  });
});

describe('a later version', () => {
  it('has the next number, the new name and leaves the beginning as it was', () => {
    const before = ruleSet();
    expect(changeRules(before, tariff(0.3, 'More power'), null, known)).toMatchObject({
      events: [
        {
          ruleSet: {
            ...{ version: 4, name: 'More power', inForceFrom: before.inForceFrom },
            latestFrom: noon,
          },
          version: { number: 4, effectiveFrom: noon },
        },
      ],
    });
  });

  it('comes right behind one that is from this very moment', () => {
    const decision = changeRules(ruleSet({ latestFrom: noon }), tariff(), null, known);
    expect(decision).toMatchObject({
      events: [{ version: { effectiveFrom: new Date(noon.getTime() + 1) } }],
    });
  });

  it.each([
    ['the past', ruleSet(), minutesFrom(noon, -1), noon],
    [
      'before one that is scheduled',
      ruleSet({ latestFrom: minutesFrom(noon, 60) }),
      minutesFrom(noon, 30),
      new Date(noon.getTime() + 60 * 60_000 + 1),
    ],
    [
      'now, when one is scheduled',
      ruleSet({ latestFrom: minutesFrom(noon, 60) }),
      null,
      new Date(noon.getTime() + 60 * 60_000 + 1),
    ],
    [
      'the instant of another',
      ruleSet({ latestFrom: minutesFrom(noon, 60) }),
      minutesFrom(noon, 60),
      new Date(noon.getTime() + 60 * 60_000 + 1),
    ],
  ])('is refused from %s', (_when, before, at, earliest) => {
    expect(changeRules(before, tariff(), at, known)).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'EffectiveFromTooEarly', earliest },
    });
  });

  it('keeps the currency', () => {
    const francs = ruleSet({ currency: 'CHF' });
    expect(changeRules(francs, tariff(), null, known)).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'tariff.currency' },
    });
    const planInFrancs = ruleSet({ kind: 'RATE_PLAN', currency: 'CHF' });
    expect(changeRules(planInFrancs, plan(), null, known)).toMatchObject({
      refusal: { field: 'plan.currency' },
    });
  });
});

describe('what comes from outside', () => {
  it.each([
    [{ currency: 'euro' }, 'tariff.currency'],
    [{ elements: [] }, 'tariff.elements'],
    [
      { elements: [{ price_components: [{ type: 'ENERGY', price: 'cheap' }] }] },
      'tariff.elements.0.price_components.0.price',
    ],
    [
      {
        elements: [
          {
            price_components: [{ type: 'TIME', price: 1 }],
            restrictions: { start_time: '25:00' },
          },
        ],
      },
      'tariff.elements.0.restrictions.start_time',
    ],
  ])('is refused with its place named: %j', (wrong, field) => {
    expect(readTariffContent('Power', energyTariff(0.25, wrong))).toMatchObject({
      ok: false,
      refusal: { type: 'InvalidInput', field },
    });
  });

  it('has a name', () => {
    for (const name of ['', '  ', 'x'.repeat(121)]) {
      expect(readTariffContent(name, energyTariff())).toMatchObject({ refusal: { field: 'name' } });
    }
    expect(readRatePlan(hourlyPlan('2.00', { name: '' }))).toMatchObject({
      refusal: { field: 'plan.name' },
    });
  });

  it('keeps what OCPI has beside prices', () => {
    const result = readTariffContent('Power', energyTariff(0.25, { party_id: 'ABC' }));
    expect(result).toMatchObject({ value: { tariff: { party_id: 'ABC' } } });
  });
});
