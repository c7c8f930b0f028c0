import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyMeter, type Mark, type MeterState } from '../../src/domain/meter-state.js';
import { compareReadings, identityOf, type MeterReading } from '../../src/domain/meter-reading.js';
import { costOf } from '../../src/domain/progress.js';
import type { ChargingSession } from '../../src/domain/session.js';
import { meteredOf } from '../../src/domain/session-clock.js';
import { takeIn } from '../../src/domain/take-in.js';
import { energyWhOf, periodsOf } from '../../src/domain/trace.js';
import { active, completed } from '../support/charging-session.js';
import { begin, metered, minutes, reading, seconds, start } from '../support/meter.js';

/** A session's meter as it is kept: batches come in one after the other. */
function meterOf(session: ChargingSession) {
  let state: MeterState = emptyMeter(meteredOf(session));
  let fixed: Mark[] = [];
  const kept: MeterReading[] = [];
  return {
    take(batch: readonly MeterReading[]) {
      const taken = takeIn(session, state, batch, null) ?? takeIn(session, state, batch, kept);
      if (taken === null) throw new Error('All readings were there.');
      state = taken.state;
      fixed = taken.isAnew ? [...taken.fixed] : [...fixed, ...taken.fixed];
      kept.push(...taken.added);
      return taken;
    },
    get state() {
      return state;
    },
    get marks() {
      return state.mark === null ? fixed : [...fixed, state.mark];
    },
    get fixedMarks() {
      return fixed.length;
    },
  };
}

const tariff = {
  currency: 'EUR',
  elements: [
    {
      price_components: [
        { type: 'ENERGY' as const, price: 0.39, vat: 19, step_size: 1 },
        { type: 'PARKING_TIME' as const, price: 3, vat: 19, step_size: 60 },
      ],
    },
  ],
};

/** Readings as real meters give them: rising, with steps that are dropped, begun anew, too low or too high. */
const readings = fc
  .array(
    fc.record({
      afterSeconds: fc.integer({ min: 1, max: 150 }),
      wh: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 300 }) },
        { weight: 1, arbitrary: fc.constantFrom('NONE', 'RESET', 'LOW', 'HIGH') },
      ),
      powerW: fc.option(fc.constantFrom(0, 50, 7_000, 11_000), { nil: null }),
      soc: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
      seqNo: fc.integer({ min: -1, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps): MeterReading[] => {
    let at = start - 60_000;
    let wh = 5_000;
    return steps.map(({ afterSeconds, wh: step, powerW, soc, seqNo }) => {
      at += afterSeconds * 1_000;
      if (step === 'RESET') wh = 0;
      if (typeof step === 'number') wh += step;
      const shown = step === 'NONE' ? null : step === 'LOW' ? 1 : step === 'HIGH' ? 900_000 : wh;
      const isNothing = shown === null && powerW === null && soc === null;
      return reading(at, isNothing ? wh : shown, { powerW, soc, seqNo });
    });
  });

/** The readings in any order, some of them twice, cut into batches. */
const arrivals = readings.chain((all) =>
  fc.record({
    all: fc.constant(all),
    order: fc.shuffledSubarray([...all.keys(), ...all.keys()], {
      minLength: all.length * 2,
      maxLength: all.length * 2,
    }),
    batch: fc.integer({ min: 1, max: 12 }),
  }),
);

describe('readings taken in', () => {
  it('come to the same energy, trace and price in any order, and none twice', () => {
    fc.assert(
      fc.property(arrivals, ({ all, order, batch }) => {
        const session = active();
        const meter = meterOf(session);
        let accepted = 0;
        for (let from = 0; from < order.length; from += batch) {
          const part = order.slice(from, from + batch).flatMap((index) => all[index] ?? []);
          const { outcomes } = meter.take(part);
          accepted += outcomes.filter((outcome) => outcome === 'ACCEPTED').length;
        }
        const wanted = metered(all);
        expect(accepted).toBe(all.length);
        expect(meter.state).toEqual(wanted.state);
        expect(meter.marks).toEqual(wanted.marks);
        expect(meter.fixedMarks).toBe(meter.state.fixedMarks);
        const periods = periodsOf(meter.marks, start, null);
        expect(energyWhOf(periods)).toBe(wanted.energyWh);
        const price = costOf(tariff, 'Europe/Berlin', periods);
        expect(price).toEqual(
          costOf(tariff, 'Europe/Berlin', periodsOf(wanted.marks, start, null)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never make energy negative, and marks follow each other', () => {
    fc.assert(
      fc.property(readings, (all) => {
        const { marks } = metered(all);
        let before: Mark = { at: start, energyMwh: 0, powerW: null, currentA: null };
        for (const mark of marks) {
          expect(mark.at).toBeGreaterThan(before.at);
          expect(mark.energyMwh).toBeGreaterThanOrEqual(before.energyMwh);
          before = mark;
        }
      }),
    );
  });

  it('cost at the last of them what the session costs that ends with it', () => {
    fc.assert(
      fc.property(readings, (all) => {
        const ordered = all.toSorted(compareReadings);
        const meter = meterOf(active());
        for (const one of ordered) meter.take([one]);
        const endedAt = meter.marks.at(-1)?.at ?? start;
        const running = costOf(tariff, 'Europe/Berlin', periodsOf(meter.marks, start, null));
        const final = costOf(tariff, 'Europe/Berlin', periodsOf(meter.marks, start, endedAt));
        expect(running).toEqual(final);
      }),
    );
  });

  it('are told from those that were taken in before, and from those that say something else', () => {
    const meter = meterOf(active());
    const first = reading(minutes(1), 100, { seqNo: 1 });
    meter.take([begin(0), first]);
    const other = reading(minutes(1), 120, { seqNo: 1 });
    const { outcomes } = meter.take([first, other, reading(minutes(1), 120, { seqNo: 2 })]);
    expect(outcomes).toEqual(['DUPLICATE', 'CONTRADICTS_EARLIER', 'ACCEPTED']);
    expect(new Set([first, other].map(identityOf)).size).toBe(1);
  });

  it('of another time than the session’s are none of its own', () => {
    const session = completed({ endedAt: new Date(minutes(60)) });
    const at = [-16, -14, 30, 64, 66].map(minutes);
    const { outcomes } = meterOf(session).take(at.map((when, index) => reading(when, index)));
    expect(outcomes).toEqual(['BEFORE_START', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'AFTER_END']);
  });

  it('of a session that ended with its station’s silence may be much later', () => {
    const session = completed({ endedAt: new Date(minutes(60)), stopReason: 'STATION_OFFLINE' });
    const { outcomes } = meterOf(session).take([reading(minutes(300), 1)]);
    expect(outcomes).toEqual(['ACCEPTED']);
  });
});

describe('a limit', () => {
  it('is reached by the first reading that shows it, in their own order', () => {
    const session = active({ targets: { socPercent: 80, energyWh: 5_000 } });
    const late = [
      reading(minutes(3), 520, { soc: 81 }),
      reading(minutes(2), 360, { soc: 80 }),
      reading(minutes(1), 180, { soc: 79 }),
    ];
    const { reached } = meterOf(session).take([begin(0), ...late]);
    expect(reached).toEqual({ at: new Date(minutes(2)), reason: 'TARGET_SOC' });
  });

  it('of energy or time is reached as well', () => {
    const byEnergy = meterOf(active({ targets: { energyWh: 150 } }));
    expect(byEnergy.take([begin(0), reading(minutes(1), 150)]).reached?.reason).toBe(
      'TARGET_ENERGY',
    );
    const byTime = meterOf(active({ targets: { durationSeconds: 90 } }));
    expect(byTime.take([begin(0), reading(seconds(89), 10)]).reached).toBeNull();
    expect(byTime.take([reading(seconds(91), 20)]).reached?.reason).toBe('TIME_LIMIT');
  });

  it('means nothing to a session that was stopped or has ended', () => {
    const targets = { energyWh: 1 };
    const stopped = active({ targets, stop: { at: new Date(start), reason: 'REQUESTED' } });
    expect(meterOf(stopped).take([begin(0), reading(minutes(1), 150)]).reached).toBeNull();
    const over = { ...completed(), targets: stopped.targets };
    expect(meterOf(over).take([begin(0), reading(minutes(1), 150)]).reached).toBeNull();
  });
});
