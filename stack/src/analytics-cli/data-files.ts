import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  NotAFacilitiesFile,
  readFacilityFile,
  type FacilityLine,
} from '../import-facilities/lines.js';
import { limits } from '../limits.js';
import { NotACountsFile, readCounts, type Reading } from '../replay-counts/readings.js';

/** Facilities and what their counters reported. */
export interface CountedFacilities {
  readonly facilities: readonly FacilityLine[];
  /** By the file's id of the facility; in the order of the files. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** How many lines are neither facility nor reading. */
  readonly rejected: number;
  /** The first of them: `file:line reason`. */
  readonly examples: readonly string[];
  /** Facilities that have readings and no line of their own. */
  readonly unknown: readonly string[];
}

/** There is nothing to read where one was told to look. */
export class NoData extends Error {}

/** A file of facilities, and any number of files of counts. */
export interface DataFiles {
  readonly facilities: string | undefined;
  readonly counts: readonly string[];
}

const always = { from: new Date(-8.64e15), to: new Date(8.64e15) };

/** The files of a folder that hold facilities (`*facilities*.csv`) and counts (`*free*.csv`, `.gz` too). */
export async function filesOf(folder: string): Promise<DataFiles> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const sorted = names.filter((name) => /\.csv(\.gz)?$/.test(name)).sort();
  const facilities = sorted.find(isOfFacilities);
  return {
    facilities: facilities === undefined ? undefined : join(folder, facilities),
    counts: sorted.filter((name) => name.includes('free')).map((name) => join(folder, name)),
  };
}

const isOfFacilities = (name: string): boolean => /facilities.*\.csv$/.test(name);

function statusOf(path: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new NoData(`${path} is not there.`);
    }
    throw error;
  });
}

/**
 * What folders and files hold that were named one by one. A file is one of facilities by its name, otherwise one of
 * counts. Without a file of facilities the one beside the first file of counts is taken.
 */
export async function filesAt(paths: readonly string[]): Promise<DataFiles> {
  const found: DataFiles[] = [];
  for (const path of paths) {
    if ((await statusOf(path)).isDirectory()) found.push(await filesOf(path));
    else if (isOfFacilities(basename(path))) found.push({ facilities: path, counts: [] });
    else found.push({ facilities: undefined, counts: [path] });
  }
  const counts = [...new Set(found.flatMap((files) => files.counts))];
  const [named] = found.flatMap(({ facilities }) => facilities ?? []);
  const [first] = counts;
  if (named !== undefined || first === undefined) return { facilities: named, counts };
  return { facilities: (await filesOf(dirname(first))).facilities, counts };
}

/**
 * Reads one file of facilities and any number of files of counts.
 * @throws NoData when no line of counts belongs to a facility, or they span more time than counts do; the errors of
 *   files that are none of either kind say which file it is
 */
export async function readCounted(
  facilitiesPath: string,
  countPaths: readonly string[],
): Promise<CountedFacilities> {
  const { facilities, rejects } = await readFacilityFile(facilitiesPath).catch(
    named(facilitiesPath),
  );
  const places = new Places();
  for (const { line, reason } of rejects) places.reject(facilitiesPath, line, reason);
  const readings = new Map<string, Reading[]>(facilities.map(({ externalId }) => [externalId, []]));
  const unknown = new Set<string>();
  for (const path of countPaths) {
    const file = await readCounts(path, always).catch(named(path));
    for (const { line, reason } of file.rejects) places.reject(path, line, reason);
    for (const reading of file.readings) {
      const own = readings.get(reading.externalId);
      if (own === undefined) unknown.add(reading.externalId);
      else {
        own.push(reading);
        places.see(path, reading);
      }
    }
  }
  if (places.areNone) {
    throw new NoData(`${countPaths.join(', ')}: no counts of the facilities in ${facilitiesPath}.`);
  }
  places.checkSpan();
  const { rejected, examples } = places;
  return { facilities, readings, rejected, examples, unknown: [...unknown].sort() };
}

/** Says of an error about a file's content which file it is. */
const named =
  (path: string) =>
  (error: unknown): never => {
    if (error instanceof NotACountsFile) throw new NotACountsFile(`${path}: ${error.message}`);
    if (error instanceof NotAFacilitiesFile) {
      throw new NotAFacilitiesFile(`${path}: ${error.message}`);
    }
    throw error;
  };

interface Place {
  readonly path: string;
  readonly reading: Reading;
}

/** Where in the files something stands that has to be named. */
class Places {
  rejected = 0;
  readonly examples: string[] = [];
  #first: Place | undefined;
  #last: Place | undefined;

  reject(path: string, line: number, reason: string): void {
    this.rejected += 1;
    if (this.examples.length < limits.backtestExamples) {
      this.examples.push(`${path}:${line} ${reason}`);
    }
  }

  see(path: string, reading: Reading): void {
    if (this.#first === undefined || reading.at < this.#first.reading.at) {
      this.#first = { path, reading };
    }
    if (this.#last === undefined || reading.at > this.#last.reading.at) {
      this.#last = { path, reading };
    }
  }

  get areNone(): boolean {
    return this.#first === undefined;
  }

  /** One wrong year would make centuries of hours of which nothing is known. */
  checkSpan(): void {
    if (this.#first === undefined || this.#last === undefined) return;
    const days = (this.#last.reading.at.getTime() - this.#first.reading.at.getTime()) / 86_400_000;
    if (days <= limits.backtestDays) return;
    const place = ({ path, reading }: Place) =>
      `${path}:${reading.line} (${reading.at.toISOString()})`;
    throw new NoData(
      `From ${place(this.#first)} to ${place(this.#last)} it is more than ${limits.backtestDays} days.`,
    );
  }
}
