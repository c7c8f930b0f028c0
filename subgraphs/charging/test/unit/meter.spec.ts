import { describe, expect, it } from 'vitest';
import { meterLimits } from '../../src/domain/meter-limits.js';
import { readingOf } from '../../src/domain/meter-reading.js';
import type { StopReason } from '../../src/domain/session.js';
import { energyWhOf, periodsOf, tracedUntil } from '../../src/domain/trace.js';
import { begin, brief, metered, minutes, reading, seconds, start } from '../support/meter.js';

describe('a register', () => {
  it('that does not start at zero counts from where it stood', () => {
    const readings = [begin(1_234_567.8), reading(minutes(1), 1_234_667.8)];
    expect(metered(readings).energyWh).toBe(100);
  });

  it('that counts the session is told from one that counts the meter’s life', () => {
    expect(metered([reading(minutes(2), 300)]).energyWh).toBe(300);
    const ofALife = [reading(minutes(2), 50_000), reading(minutes(3), 50_100)];
    expect(metered(ofALife).energyWh).toBe(100);
  });

  it('that was read before the start counts from the last such reading', () => {
    const readings = [
      reading(minutes(-4), 5_000),
      reading(minutes(-1), 5_020),
      reading(minutes(1), 5_100),
    ];
    expect(metered(readings).energyWh).toBe(80);
  });

  it('that began anew loses nothing and takes nothing away', () => {
    const readings = [begin(800_000), reading(minutes(10), 801_500)];
    expect(metered([...readings, reading(minutes(11), 40)]).energyWh).toBe(1_500);
    const after = [...readings, reading(minutes(11), 40), reading(minutes(12), 190)];
    expect(metered(after).energyWh).toBe(1_690);
  });

  it('that was replaced by another one counts on from there', () => {
    const readings = [begin(800_000), reading(minutes(10), 801_500)];
    const after = [...readings, reading(minutes(11), 300_000), reading(minutes(12), 300_150)];
    expect(metered(after).energyWh).toBe(1_650);
  });

  it('that shows one reading too low had a glitch', () => {
    const readings = [begin(1_000), reading(minutes(1), 1_100), reading(minutes(2), 0)];
    expect(metered(readings).energyWh).toBe(100);
    expect(metered([...readings, reading(minutes(3), 1_250)]).energyWh).toBe(250);
  });

  it('that trembles in its last digit is not taken for one that began anew', () => {
    const readings = [1_000, 1_100, 1_099.9, 1_099.95, 1_200].map((wh, minute) =>
      reading(minutes(minute), wh),
    );
    expect(metered(readings).energyWh).toBeCloseTo(200, 0);
  });

  it('that shows one reading impossibly high had a glitch', () => {
    const readings = [begin(1_000), reading(minutes(1), 1_100), reading(minutes(2), 900_000)];
    const after = [...readings, reading(minutes(3), 1_300), reading(minutes(4), 1_400)];
    const { energyWh, marks } = metered(after);
    expect(energyWh).toBe(400);
    expect(brief(marks)).toEqual(['0–1 C 100', '1–3 C 200', '3–4 C 100']);
  });

  it('that was not read for long has its energy spread over the gap', () => {
    const { marks, energyWh } = metered([begin(0), reading(minutes(90), 9_000)]);
    expect(energyWh).toBe(9_000);
    expect(brief(marks)).toEqual(['0–90 C 9000']);
  });
});

describe('readings without energy', () => {
  it('tell the state of charge and leave the trace alone', () => {
    const readings = [begin(0), reading(minutes(1), 100), reading(minutes(2), null, { soc: 41 })];
    const { state, marks } = metered(readings);
    expect(state.socPercent).toBe(41);
    expect(brief(marks)).toEqual(['0–1 C 100']);
  });

  it('alone make no session of energy', () => {
    const { state, marks } = metered([reading(minutes(1), null, { soc: 40, powerW: 7_000 })]);
    expect(state).toMatchObject({ energyMwh: 0, socPercent: 40, powerW: 7_000, activeSince: null });
    expect(marks).toEqual([]);
  });
});

describe('a trace', () => {
  it('has the last reading of each clock minute, and the start', () => {
    const readings = [15, 30, 45, 60, 75, 90].map((second) => reading(seconds(second), second));
    const { marks } = metered([begin(0), ...readings]);
    expect(brief(marks)).toEqual(['0–0.75 C 45', '0.75–1.5 C 45']);
  });

  it('is idle where nothing flowed, in one period however many readings say so', () => {
    const readings = [0, 100, 100, 100, 100, 150].map((wh, minute) => reading(minutes(minute), wh));
    expect(brief(metered(readings).marks)).toEqual(['0–1 C 100', '1–4 I', '4–5 C 50']);
  });

  it('is not idle between the steps of a coarse register while power is reported', () => {
    const readings = [0, 0, 0, 1_000].map((wh, minute) =>
      reading(minutes(minute), wh, { powerW: 10_000 }),
    );
    expect(brief(metered(readings).marks)).toEqual(['0–1 C 0', '1–2 C 0', '2–3 C 1000']);
  });

  it('goes on to the end of the session, idle', () => {
    const { marks } = metered([begin(0), reading(minutes(1), 100)]);
    expect(brief(marks, minutes(30))).toEqual(['0–1 C 100', '1–30 I']);
    expect(brief([], minutes(30))).toEqual(['0–30 I']);
    expect(brief([], start)).toEqual([]);
  });

  it('ends with the last reading where a fault broke the session off: what came behind it was no idling', () => {
    const { marks } = metered([begin(0), reading(minutes(1), 100)]);
    const endedAt = new Date(minutes(30));
    const until = (stopReason: StopReason) => tracedUntil(marks, { endedAt, stopReason });
    expect(brief(marks, until('FAULT'))).toEqual(['0–1 C 100']);
    expect(brief(marks, until('UNPLUGGED'))).toEqual(['0–1 C 100', '1–30 I']);
    const late = metered([begin(0), reading(minutes(1), 100), reading(minutes(31), 900)]).marks;
    expect(tracedUntil(late, { endedAt, stopReason: 'FAULT' })).toBe(minutes(30));
  });

  it('takes a final reading that came a moment after the end as read at it', () => {
    const { marks } = metered([begin(0), reading(minutes(1), 100), reading(seconds(125), 110)]);
    expect(brief(marks, seconds(90))).toEqual(['0–1 C 100', '1–1.5 C 10']);
    expect(brief(marks, minutes(1))).toEqual(['0–1 C 110']);
  });

  it('says the power that was reported, and else what the energy comes to', () => {
    const readings = [begin(0), reading(minutes(1), 100, { powerW: 7_000, currentA: 16 })];
    const { marks } = metered([...readings, reading(minutes(2), 200)]);
    const periods = periodsOf(marks, start, null);
    expect(periods[0]).toMatchObject({ power_w: 7_000, current_a: 16 });
    expect(periods[1]).toMatchObject({ power_w: 6_000 });
    expect(periods[1]).not.toHaveProperty('current_a');
  });

  it('stays within its bound, with all of the energy', () => {
    const count = meterLimits.tracePeriods * 3;
    const { marks, energyWh } = metered(
      Array.from({ length: count }, (_, minute) => reading(minutes(minute), minute * 10)),
    );
    const periods = periodsOf(marks, start, minutes(count + 60));
    expect(periods.length).toBeLessThanOrEqual(meterLimits.tracePeriods);
    expect(energyWhOf(periods)).toBe(energyWh);
  });
});

describe('a reported reading', () => {
  const now = new Date(start);
  it.each([
    [{ at: now }, 'NO_VALUE'],
    [{ at: now, registerWh: -1 }, 'OUT_OF_RANGE'],
    [{ at: now, registerWh: Number.NaN }, 'OUT_OF_RANGE'],
    [{ at: now, socPercent: 101 }, 'OUT_OF_RANGE'],
    [{ at: now, socPercent: 50, seqNo: -3 }, 'OUT_OF_RANGE'],
    [{ at: new Date(minutes(3)), registerWh: 1 }, 'IN_THE_FUTURE'],
  ])('%o is refused: %s', (reported, rejection) => {
    expect(readingOf(reported, now)).toBe(rejection);
  });

  it('is kept in thousandths of a watt-hour, so that sums have no error', () => {
    const kept = readingOf({ at: now, registerWh: 0.1 + 0.2 }, now);
    expect(kept).toMatchObject({ registerMwh: 300, seqNo: -1, socPercent: null });
  });
});
