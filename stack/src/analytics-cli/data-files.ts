import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFacilityFile, type FacilityLine } from '../import-facilities/lines.js';
import { readCounts, type Reading } from '../replay-counts/readings.js';

/** Facilities and what their counters reported. */
export interface CountedFacilities {
  readonly facilities: readonly FacilityLine[];
  /** By the file's id of the facility; in the order of the files. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** How many lines are neither facility nor reading. */
  readonly rejected: number;
}

/** There is nothing to read where one was told to look. */
export class NoData extends Error {}

const always = { from: new Date(-8.64e15), to: new Date(8.64e15) };

/** The files of a folder that hold facilities (`*facilities*.csv`) and counts (`*free*.csv`, `.gz` too). */
export async function filesOf(
  folder: string,
): Promise<{ facilities: string | undefined; counts: string[] }> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const sorted = names.filter((name) => /\.csv(\.gz)?$/.test(name)).sort();
  const facilities = sorted.find((name) => name.includes('facilities') && name.endsWith('.csv'));
  return {
    facilities: facilities === undefined ? undefined : join(folder, facilities),
    counts: sorted.filter((name) => name.includes('free')).map((name) => join(folder, name)),
  };
}

/**
 * Reads one file of facilities and any number of files of counts.
 * @throws NoData when no line of counts belongs to a facility
 */
export async function readCounted(
  facilitiesPath: string,
  countPaths: readonly string[],
): Promise<CountedFacilities> {
  const { facilities, rejects } = await readFacilityFile(facilitiesPath);
  const readings = new Map<string, Reading[]>(facilities.map(({ externalId }) => [externalId, []]));
  let rejected = rejects.length;
  for (const path of countPaths) {
    const file = await readCounts(path, always);
    rejected += file.rejects.length;
    for (const reading of file.readings) readings.get(reading.externalId)?.push(reading);
  }
  if ([...readings.values()].every((own) => own.length === 0)) {
    throw new NoData(`${countPaths.join(', ')}: no counts of the facilities in ${facilitiesPath}.`);
  }
  return { facilities, readings, rejected };
}
