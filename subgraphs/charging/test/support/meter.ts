import { foldAll } from '../../src/domain/meter-fold.js';
import type { Mark, Metered } from '../../src/domain/meter-state.js';
import {
  compareReadings,
  contextCode,
  type MeterReading,
  type ReadingContext,
} from '../../src/domain/meter-reading.js';
import { periodsOf } from '../../src/domain/trace.js';

export const start = Date.UTC(2026, 4, 4, 8, 0, 0);
export const seconds = (count: number) => start + count * 1_000;
export const minutes = (count: number) => start + count * 60_000;

/** A session at a connector of 11 kW, which gives 183 Wh a minute. */
export const session: Metered = { startedAt: start, ratedPowerW: 11_000 };

export interface Words {
  readonly seqNo?: number;
  readonly context?: ReadingContext;
  readonly powerW?: number | null;
  readonly currentA?: number | null;
  readonly soc?: number | null;
}

/** A reading at an instant, of a register in Wh; null: none was read. */
export function reading(at: number, wh: number | null, words: Words = {}): MeterReading {
  return {
    at,
    seqNo: words.seqNo ?? -1,
    context: contextCode(words.context ?? 'SAMPLE_PERIODIC'),
    registerMwh: wh === null ? null : Math.round(wh * 1_000),
    powerW: words.powerW ?? null,
    currentA: words.currentA ?? null,
    socPercent: words.soc ?? null,
  };
}

export const begin = (wh: number, at = start) => reading(at, wh, { context: 'TRANSACTION_BEGIN' });

/** What readings, in any order, come to. */
export function metered(readings: readonly MeterReading[], of: Metered = session) {
  const { state, marks } = foldAll(of, readings, compareReadings);
  return { state, marks, energyWh: state.energyMwh / 1_000 };
}

/** A trace in few words: minutes since the start, C or I, Wh. */
export function brief(marks: readonly Mark[], endedAt: number | null = null): string[] {
  const minute = (text: string) => (Date.parse(text) - start) / 60_000;
  return periodsOf(marks, start, endedAt).map(
    ({ start: from, end, activity, energy_wh: wh }) =>
      `${minute(from)}–${minute(end)} ${activity === 'CHARGING' ? `C ${wh}` : 'I'}`,
  );
}
