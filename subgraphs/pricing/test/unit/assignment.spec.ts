import { describe, expect, it } from 'vitest';
import { assign, type AssignSurroundings, type Assignment } from '../../src/domain/assignment.js';
import type { RuleSet } from '../../src/domain/rules.js';
import { minutesFrom, noon } from '../support/builders.js';

const facility = { id: 'altmarkt', tenantId: 'elbe', currency: 'EUR', pricingVersion: 4 };
const target: RuleSet = {
  ...{ id: 'power', kind: 'TARIFF', tenantId: 'elbe', name: 'Power', currency: 'EUR', version: 1 },
  inForceFrom: minutesFrom(noon, -3 * 24 * 60),
  latestFrom: noon,
  createdAt: noon,
};
const command = { kind: 'TARIFF', facility, stationId: null, target, effectiveFrom: noon } as const;
const known: AssignSurroundings = {
  ...{ id: 'new', now: noon, assignedBy: 'olga', current: null, isFirst: false },
  origin: 'COMMAND',
};
const current: Assignment = {
  ...{ id: 'old', tenantId: 'elbe', facilityId: 'altmarkt', stationId: null, kind: 'TARIFF' },
  ...{ ruleSetId: 'power', effectiveFrom: noon, assignedAt: noon, assignedBy: 'olga' },
  origin: 'COMMAND',
};

describe('an assignment', () => {
  it('counts from now or later, as the next event of its facility', () => {
    const later = minutesFrom(noon, 60);
    expect(assign({ ...command, stationId: 's', effectiveFrom: later }, known)).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          version: 5,
          assignment: {
            ...{ id: 'new', tenantId: 'elbe', facilityId: 'altmarkt', stationId: 's' },
            ...{ ruleSetId: 'power', effectiveFrom: later, assignedBy: 'olga' },
          },
        },
      ],
    });
  });

  it('is refused in the past, as what was in force stays so', () => {
    const past = minutesFrom(noon, -1);
    expect(assign({ ...command, effectiveFrom: past }, known)).toMatchObject({
      refusal: { type: 'EffectiveFromTooEarly', earliest: noon },
    });
  });

  it('may be from up to 48 hours ago where there was never anything', () => {
    const first = { ...known, isFirst: true };
    const ago = (minutes: number) => ({ ...command, effectiveFrom: minutesFrom(noon, -minutes) });
    expect(assign(ago(48 * 60), first).outcome).toBe('accepted');
    expect(assign(ago(48 * 60 + 1), first)).toMatchObject({
      refusal: { earliest: minutesFrom(noon, -48 * 60) },
    });
  });

  it('is refused before the first version of what is assigned', () => {
    const fresh = { ...target, inForceFrom: minutesFrom(noon, 10) };
    expect(assign({ ...command, target: fresh }, known)).toMatchObject({
      refusal: { type: 'EffectiveFromTooEarly', earliest: fresh.inForceFrom },
    });
  });

  it('is refused in another currency', () => {
    const francs = { ...target, currency: 'CHF' };
    expect(assign({ ...command, target: francs }, known)).toMatchObject({
      refusal: { type: 'CurrencyMismatch', expected: 'EUR', actual: 'CHF' },
    });
  });

  it('stays quiet when it is so already', () => {
    expect(assign(command, { ...known, current })).toMatchObject({ events: [] });
    expect(assign({ ...command, target: null }, known)).toMatchObject({ events: [] });
  });

  it('takes away what was assigned', () => {
    const taken = assign({ ...command, target: null }, { ...known, current });
    expect(taken).toMatchObject({ events: [{ assignment: { ruleSetId: null } }] });
  });
});
