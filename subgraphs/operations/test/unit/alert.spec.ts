import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  escalate,
  judge,
  resolve,
  type Alert,
  type Standing,
} from '../../src/domain/alert.js';
import { saveRule, type AlertRule } from '../../src/domain/alert-rule.js';

const start = new Date('2027-03-01T08:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const rule: AlertRule = {
  ...{ id: 'r', facilityId: 'f', tenantId: 't', kind: 'HIGH_OCCUPANCY', threshold: 90, margin: 5 },
  ...{ holdSeconds: 60, severity: 'WARNING', escalateAfterSeconds: 600, isEnabled: true },
  ...{ updatedAt: start, updatedBy: 'x' },
};

/** Measures at seconds; what was raised and what was over, when. */
function story(of: AlertRule, ...values: readonly (readonly [number, number | null])[]) {
  let standing: Standing = { since: null, alertId: null };
  const told: [number, string][] = [];
  for (const [seconds, value] of values) {
    const measure = value === null ? null : { subjectId: 'f', value };
    const judged = judge(of, standing, measure, { now: at(seconds), newId: `alert-${seconds}` });
    if (judged.raised !== null) told.push([seconds, 'RAISED']);
    if (judged.isOver) told.push([seconds, 'OVER']);
    standing = judged.standing;
  }
  return told;
}

describe('a rule', () => {
  it('raises once while the threshold is reached, after it has lasted', () => {
    expect(story(rule, [0, 90], [59, 95], [60, 95], [90, 99], [999, 90])).toEqual([[60, 'RAISED']]);
  });

  it('starts to count again when the value went back meanwhile', () => {
    expect(story(rule, [0, 95], [30, 89], [61, 95], [120, 95], [121, 95])).toEqual([
      [121, 'RAISED'],
    ]);
  });

  it('is over only when the value is back by the margin, and raises anew afterwards', () => {
    const told = story(
      rule,
      ...([
        [0, 95],
        [60, 95],
        [70, 86],
        [80, 95],
        [90, 84],
        [100, 95],
        [160, 95],
      ] as const),
    );
    expect(told).toEqual([
      [60, 'RAISED'],
      [90, 'OVER'],
      [160, 'RAISED'],
    ]);
  });

  it('may watch a floor', () => {
    const floor = {
      ...rule,
      kind: 'LOW_AVAILABILITY' as const,
      threshold: 3,
      margin: 2,
      holdSeconds: 0,
    };
    expect(story(floor, [0, 4], [1, 3], [2, 5], [3, 6])).toEqual([
      [1, 'RAISED'],
      [3, 'OVER'],
    ]);
  });

  it('is over when it is switched off, or nothing is measured any more', () => {
    expect(story({ ...rule, holdSeconds: 0 }, [0, 95], [1, null])).toEqual([
      [0, 'RAISED'],
      [1, 'OVER'],
    ]);
    expect(story({ ...rule, isEnabled: false }, [0, 95], [99, 95])).toEqual([]);
  });

  it('never raises twice without being over in between, whatever is measured', () => {
    const steps = fc.array(fc.tuple(fc.nat(200), fc.option(fc.nat(100))), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (moves) => {
        let seconds = 0;
        const values = moves.map(([later, value]) => [(seconds += later), value] as const);
        const told = story(rule, ...values).map(([, what]) => what);
        expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'RAISED' : 'OVER')));
      }),
    );
  });

  it.each([
    ['threshold', { threshold: 101 }],
    ['margin', { margin: -1 }],
    ['holdFor', { holdSeconds: Number.NaN }],
    ['escalateAfter', { escalateAfterSeconds: 59 }],
  ])('is refused with another %s', (field, words) => {
    expect(saveRule({ ...rule, ...words })).toMatchObject({
      refusal: { type: 'InvalidInput', field },
    });
  });
});

describe('an alert', () => {
  const raised = judge(
    { ...rule, holdSeconds: 0 },
    { since: null, alertId: null },
    { subjectId: 'f', value: 95 },
    { now: start, newId: 'a' },
  );
  const alert = raised.raised?.alert as Alert;

  it('is escalated when nobody takes care, three times at most', () => {
    let state = alert;
    const told: number[] = [];
    for (let seconds = 0; seconds <= 6_000; seconds += 300) {
      for (const event of escalate(state, 600, at(seconds))) {
        state = event.alert;
        told.push(seconds);
      }
    }
    expect(told).toEqual([600, 1_200, 1_800]);
  });

  it('is not escalated once somebody takes care, and the first who does stays', () => {
    const taken = acknowledge(alert, 'anna', at(10));
    const after = taken.outcome === 'accepted' ? taken.events[0]?.alert : undefined;
    expect(after).toMatchObject({
      status: 'ACKNOWLEDGED',
      acknowledgedBy: 'anna',
      escalateAt: null,
    });
    expect(acknowledge(after as Alert, 'ben', at(20))).toEqual({ outcome: 'accepted', events: [] });
    expect(escalate(after as Alert, 600, at(9_999))).toEqual([]);
  });

  it('ends once', () => {
    const ended = resolve(alert, { by: null, reason: 'passed', now: at(10) });
    const after = ended.outcome === 'accepted' ? ended.events[0]?.alert : undefined;
    expect(after).toMatchObject({ status: 'RESOLVED', resolvedBy: null, version: 2 });
    const again = resolve(after as Alert, { by: 'anna', reason: 'x', now: at(20) });
    expect(again).toMatchObject({ refusal: { type: 'AlertAlreadyResolved', resolvedAt: at(10) } });
    expect(acknowledge(after as Alert, 'anna', at(20))).toMatchObject({ outcome: 'refused' });
  });
});
