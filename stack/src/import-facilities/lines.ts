import { CsvError, parse } from 'csv-parse/sync';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { limits } from '../limits.js';
import { parseAddress, type AddressParts } from './address.js';

/** A line of the file that says everything that a facility needs. */
export interface FacilityLine {
  readonly line: number;
  /** The file's own id. */
  readonly externalId: string;
  readonly name: string;
  readonly places: number;
  readonly address: AddressParts;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
}

/** A line that does not, and why. */
export interface Reject {
  readonly line: number;
  /** The file's id of it, as far as it has one. */
  readonly externalId: string | undefined;
  readonly reason: string;
}

const columns = [
  'facility',
  'name',
  'city',
  'capacity',
  'address',
  'latitude',
  'longitude',
  'timezone',
] as const;

/** The file is not one of facilities at all. */
export class NotAFacilitiesFile extends Error {}

const words = (most: number) =>
  z.string().trim().min(1, 'is empty').max(most, `has more than ${most} characters`);
const decimal = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/, 'is not a decimal number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`);

const lineSchema = z.object({
  facility: words(64).regex(/^\S*$/, 'has spaces in it'),
  name: words(120),
  city: words(80),
  capacity: z
    .string()
    .trim()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((places) => places >= 1 && places <= 100_000, 'is not between 1 and 100000'),
  address: words(300),
  latitude: decimal(-90, 90),
  longitude: decimal(-180, 180),
  timezone: words(64),
});

/** What stands in a file. */
export interface FacilityFile {
  readonly facilities: readonly FacilityLine[];
  readonly rejects: readonly Reject[];
}

/**
 * Reads facilities from CSV text. Every line with content comes out once, as a facility or as a reject; a quote
 * that is never closed swallows the rest of the file, and the reject says so.
 * @throws NotAFacilitiesFile when the header lacks a column
 */
export function readFacilityLines(csv: string): FacilityFile {
  const facilities: FacilityLine[] = [];
  const rejects: Reject[] = [];
  let header: string[] | undefined;
  const seen = new Map<string, number>();
  for (const { line, cells, fault } of recordsOf(csv)) {
    if (header === undefined) {
      header = checkedHeader(cells);
      continue;
    }
    const read = fault === undefined ? readLine(line, header, cells, seen) : reject(line, fault);
    if ('reason' in read) rejects.push(read);
    else {
      seen.set(read.externalId, line);
      facilities.push(read);
    }
    if (facilities.length + rejects.length > limits.importLines) {
      throw new NotAFacilitiesFile(`The file has more than ${limits.importLines} lines.`);
    }
  }
  if (header === undefined) throw new NotAFacilitiesFile('The file is empty.');
  return { facilities, rejects };
}

/** As {@link readFacilityLines}, from a file. */
export async function readFacilityFile(path: string): Promise<FacilityFile> {
  const { size } = await stat(path);
  if (size > limits.importFileBytes) {
    throw new NotAFacilitiesFile(`The file has more than ${limits.importFileBytes} bytes.`);
  }
  return readFacilityLines(await readFile(path, 'utf8'));
}

interface RawRecord {
  /** Number of its first line, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault?: string;
}

/** The records of CSV text; the last one has a fault where the text cannot be read on. */
function recordsOf(csv: string): RawRecord[] {
  const records: RawRecord[] = [];
  let linesRead = 0;
  try {
    parse(csv, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: limits.importLineBytes,
      on_record(cells: string[], { lines }) {
        records.push({ line: firstLineOf(cells, lines), cells });
        linesRead = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = `from here on the file cannot be read: ${error.message}`;
    records.push({ line: linesRead + 1, cells: [], fault });
  }
  return records;
}

/** `lines` counts the lines up to the end of the record; line breaks within cells belong to it. */
function firstLineOf(cells: readonly string[], lines: number): number {
  const breaks = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
  return lines - breaks;
}

function checkedHeader(cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length === 0) return names;
  throw new NotAFacilitiesFile(`The header lacks ${missing.join(', ')}.`);
}

function readLine(
  line: number,
  header: readonly string[],
  cells: readonly string[],
  seen: ReadonlyMap<string, number>,
): FacilityLine | Reject {
  const named = Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
  const externalId = named['facility']?.trim() || undefined;
  if (cells.length !== header.length) {
    const reason = `has ${cells.length} cells where the header has ${header.length}`;
    return reject(line, reason, externalId);
  }
  const parsed = lineSchema.safeParse(named);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return reject(line, reasons.join('; '), externalId);
  }
  const { facility, name, city, capacity, latitude, longitude, timezone } = parsed.data;
  const earlier = seen.get(facility);
  if (earlier !== undefined) return reject(line, `stands in line ${earlier} already`, externalId);
  const address = parseAddress(parsed.data.address);
  if (address === undefined) {
    return reject(line, 'address is not "street postal-code city"', externalId);
  }
  if (address.city.toLowerCase() !== city.toLowerCase()) {
    return reject(line, `city is ${city}, the address says ${address.city}`, externalId);
  }
  return {
    ...{ line, externalId: facility, name, places: capacity, address },
    ...{ latitude, longitude, timeZone: timezone },
  };
}

const reject = (line: number, reason: string, externalId?: string): Reject => ({
  line,
  externalId,
  reason,
});
