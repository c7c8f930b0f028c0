import { CsvError, parse } from 'csv-parse/sync';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { limits } from '../limits.js';

/** One real charging session: who came how empty, and left how full. */
export interface RecordedSession {
  readonly line: number;
  /** The file's own number of it. */
  readonly session: string;
  readonly connector: 'CCS1' | 'CCS2';
  /** From arrival to departure. */
  readonly staySeconds: number;
  readonly energyWh: number;
  readonly maximumPowerW: number;
  /** Percent. */
  readonly socAtArrival: number;
  readonly socAtDeparture: number;
  readonly batteryWh: number;
}

/** A line that is no session, and why. */
export interface RejectedLine {
  readonly line: number;
  readonly reason: string;
}

/** The file is not one of charging sessions at all. */
export class NotASessionsFile extends Error {}

const columns = [
  'session',
  'connector',
  'arrival',
  'departure',
  'energy_wh',
  'max_power_w',
  'soc_arrival',
  'soc_departure',
  'battery_wh',
] as const;

const positive = z.coerce.number().positive();
const percent = z.coerce.number().min(0).max(100);

const lineSchema = z
  .object({
    session: z.string().regex(/^\d{1,8}$/),
    connector: z.enum(['CCS1', 'CCS2']),
    arrival: z.iso.datetime({ local: true, offset: true }),
    departure: z.iso.datetime({ local: true, offset: true }),
    energy_wh: z.coerce.number().int().positive(),
    max_power_w: positive,
    soc_arrival: percent,
    soc_departure: percent,
    battery_wh: positive,
  })
  .refine(({ arrival, departure }) => instant(departure) > instant(arrival), {
    path: ['departure'],
    error: 'lies not behind the arrival',
  })
  .refine(({ soc_arrival, soc_departure }) => soc_departure >= soc_arrival, {
    path: ['soc_departure'],
    error: 'is below the state of charge at the arrival',
  });

/** Milliseconds; both ends of a stay are read alike, so the zone does not matter to its length. */
const instant = (text: string): number =>
  Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);

/**
 * Reads a CSV of charging sessions: `session, connector, arrival, departure, energy_wh, max_power_w, soc_arrival,
 * soc_departure, battery_wh`; further columns mean nothing here.
 * @throws NotASessionsFile when it is too large, is no CSV, or lacks a column
 */
export async function readSessions(
  path: string,
): Promise<{ sessions: RecordedSession[]; rejected: RejectedLine[] }> {
  const { size } = await stat(path);
  if (size > limits.importFileBytes) {
    throw new NotASessionsFile(`${path} has more than ${limits.importFileBytes} bytes.`);
  }
  const sessions: RecordedSession[] = [];
  const rejected: RejectedLine[] = [];
  for (const { record, info } of rows(path, await readFile(path, 'utf8'))) {
    const read = lineSchema.safeParse(record);
    if (read.success) sessions.push(sessionOf(info.lines, read.data));
    else {
      const [issue] = read.error.issues;
      rejected.push({
        line: info.lines,
        reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
      });
    }
  }
  return { sessions, rejected };
}

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function rows(path: string, text: string): Row[] {
  const known: readonly string[] = columns;
  const header = (names: string[]) => {
    const missing = known.filter((column) => !names.includes(column));
    if (missing.length > 0) {
      throw new NotASessionsFile(`${path} has no column ${missing.join(', ')}.`);
    }
    return names;
  };
  try {
    return parse(text, {
      columns: header,
      info: true,
      bom: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: limits.importLineBytes,
    }) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) throw new NotASessionsFile(`${path}: ${error.message}`);
    throw error;
  }
}

function sessionOf(line: number, row: z.infer<typeof lineSchema>): RecordedSession {
  return {
    line,
    session: row.session,
    connector: row.connector,
    staySeconds: (instant(row.departure) - instant(row.arrival)) / 1_000,
    energyWh: row.energy_wh,
    maximumPowerW: row.max_power_w,
    socAtArrival: row.soc_arrival,
    socAtDeparture: row.soc_departure,
    batteryWh: row.battery_wh,
  };
}
