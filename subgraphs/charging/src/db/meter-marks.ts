import { BoundedMap } from '@voltpark/kit/bounded-map';
import type pg from 'pg';
import type { MeterGate } from '../application/meter-ports.js';
import type { Mark } from '../domain/meter-state.js';
import { meterLimits } from '../domain/meter-limits.js';
import { marksSql } from './meter-sql.js';

/** Marks of one session as they were read last, of one making. */
interface Remembered {
  readonly epoch: number;
  readonly marks: readonly Mark[];
}

export interface MarksRow {
  readonly id: string;
  readonly at: readonly number[];
  readonly energy: readonly number[];
  readonly power: readonly (number | null)[];
  readonly current: readonly (number | null)[];
}

/** Marks of a row of {@link marksSql}. */
export const marksOfRow = ({ at, energy, power, current }: MarksRow): Mark[] =>
  at.map((instant, index) => ({
    at: instant,
    energyMwh: energy[index] ?? 0,
    powerW: power[index] ?? null,
    currentA: current[index] ?? null,
  }));

/**
 * Marks of sessions with the last one. Marks never change once they are fixed, until they are all made anew in the next
 * epoch: a process keeps those it has read, and asks for what came since.
 */
export function rememberedMarks(pool: pg.Pool): MeterGate['marks'] {
  const memory = new BoundedMap<string, Remembered>(meterLimits.rememberedTraces);
  return async (of) => {
    const known = new Map<string, readonly Mark[]>();
    const ids: string[] = [];
    const from: number[] = [];
    for (const { session, meter } of of) {
      const remembered = memory.get(session.id);
      const marks = remembered?.epoch === meter.epoch ? remembered.marks : [];
      const { fixedMarks } = meter.state;
      known.set(session.id, marks.length > fixedMarks ? marks.slice(0, fixedMarks) : marks);
      if (marks.length >= fixedMarks) continue;
      ids.push(session.id);
      from.push(marks.length);
    }
    if (ids.length > 0) {
      const query = { name: 'meter_marks', text: marksSql, values: [ids, from] };
      const { rows } = await pool.query<MarksRow>(query);
      for (const row of rows) known.set(row.id, [...(known.get(row.id) ?? []), ...marksOfRow(row)]);
    }
    return new Map(
      of.map(({ session: { id }, meter: { epoch, state } }) => {
        // What was written since the meter was looked at is not of this meter.
        const marks = (known.get(id) ?? []).slice(0, state.fixedMarks);
        memory.set(id, { epoch, marks });
        return [id, state.mark === null ? marks : [...marks, state.mark]];
      }),
    );
  };
}
