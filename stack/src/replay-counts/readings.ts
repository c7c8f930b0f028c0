import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { limits } from '../limits.js';

/** One reading of the file, and the line it stands in. */
export interface Reading {
  readonly line: number;
  readonly externalId: string;
  readonly free: number;
  readonly at: Date;
}

/** A line that is no reading, or one that Voltpark did not keep, and why. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
}

/** Half-open: `from` belongs to it, `to` does not. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
}

/** What the file says about a range of time. */
export interface CountFile {
  /** For each facility the last reading before the range, as the file has changes only; in file order. */
  readonly opening: readonly Reading[];
  /** Readings within the range, in file order. */
  readonly readings: readonly Reading[];
  readonly rejects: readonly Reject[];
  /** Lines of readings outside of the range. */
  readonly outside: number;
}

/** The file is not one of counts at all. */
export class NotACountsFile extends Error {}

const columns = ['timestamp', 'facility', 'free'] as const;

const lineSchema = z.object({
  timestamp: z.iso.datetime({ offset: true, error: 'is not an instant with an offset' }),
  facility: z.string().trim().min(1, 'is empty').max(64, 'has more than 64 characters'),
  free: z
    .string()
    .trim()
    .regex(/^-?\d{1,9}$/, 'is not a whole number')
    .transform(Number),
});

/**
 * Reads counts from CSV, gzipped when its name ends in `.gz`.
 * @throws NotACountsFile when the header lacks a column or the file cannot be read as CSV
 */
export async function readCounts(path: string, range: Range): Promise<CountFile> {
  const sorter = new Sorter(range);
  const csv = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.replayLineBytes,
    info: true,
  });
  const source = createReadStream(path);
  let fault: unknown;
  const take = async (records: AsyncIterable<{ info: { lines: number }; record: string[] }>) => {
    try {
      for await (const { info, record } of records) sorter.take(info.lines, record);
    } catch (error) {
      // A pipeline tells that it was aborted, not why.
      fault = error;
      throw error;
    }
  };
  try {
    if (path.endsWith('.gz')) await pipeline(source, createGunzip(), csv, take);
    else await pipeline(source, csv, take);
  } catch (error) {
    const reason = fault ?? error;
    if (!(reason instanceof Error) || !('code' in reason) || reason.code === 'ENOENT') throw reason;
    throw new NotACountsFile(`The file cannot be read: ${reason.message}`);
  }
  return sorter.file();
}

/** Sorts the lines of a file into what is before, within and beyond a range, and what is no reading. */
class Sorter {
  #header: string[] | undefined;
  readonly #opening = new Map<string, Reading>();
  readonly #readings: Reading[] = [];
  readonly #rejects: Reject[] = [];
  #outside = 0;

  constructor(readonly range: Range) {}

  take(line: number, cells: readonly string[]): void {
    if (this.#header === undefined) {
      this.#header = checkedHeader(cells);
      return;
    }
    const read = readLine(line, this.#header, cells);
    if ('reason' in read) this.#rejects.push(read);
    else this.#sort(read);
  }

  #sort(reading: Reading): void {
    const { from, to } = this.range;
    if (reading.at >= from && reading.at < to) {
      this.#readings.push(reading);
      return;
    }
    this.#outside += 1;
    const earlier = this.#opening.get(reading.externalId);
    if (reading.at < from && (earlier === undefined || reading.at > earlier.at)) {
      this.#opening.set(reading.externalId, reading);
    }
  }

  file(): CountFile {
    if (this.#header === undefined) throw new NotACountsFile('The file is empty.');
    const opening = [...this.#opening.values()].sort((a, b) => a.line - b.line);
    return {
      opening,
      readings: this.#readings,
      rejects: this.#rejects,
      outside: this.#outside - opening.length,
    };
  }
}

function checkedHeader(cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length === 0) return names;
  throw new NotACountsFile(`The header lacks ${missing.join(', ')}.`);
}

function readLine(
  line: number,
  header: readonly string[],
  cells: readonly string[],
): Reading | Reject {
  if (cells.length !== header.length) {
    return { line, reason: `has ${cells.length} cells where the header has ${header.length}` };
  }
  const named = Object.fromEntries(header.map((name, index) => [name, cells[index]]));
  const parsed = lineSchema.safeParse(named);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return { line, reason: reasons.join('; ') };
  }
  const { timestamp, facility, free } = parsed.data;
  return { line, externalId: facility, free, at: new Date(timestamp) };
}

/** For each facility the reading that must be the current one after the replay: the latest, the first of equals. */
export function finalReadings(file: Pick<CountFile, 'opening' | 'readings'>): Reading[] {
  const latest = new Map<string, Reading>();
  for (const reading of [...file.opening, ...file.readings]) {
    const known = latest.get(reading.externalId);
    if (known === undefined || reading.at > known.at) latest.set(reading.externalId, reading);
  }
  return [...latest.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
}
