import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { command, patientWithCommands } from '../support/command.js';
import { type Town, type Person } from '../support/town.js';

const data = (name: string) =>
  fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
const facilitiesFile = data('dresden-facilities.csv');
const countsFile = data('dresden-free-2026-05-06.csv.gz');
const isThere = existsSync(facilitiesFile) && existsSync(countsFile);
const title = isThere
  ? 'a city’s real feed'
  : 'a city’s real feed (../shared/data is not there: not tried)';

export const realInput = journey(title, { onlyIf: isThere }, (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let flags: string[] = [];
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City of Dresden');
    const { email, password } = operator.login ?? { email: '', password: '' };
    flags = ['--url', town.stack.url, '--email', email, '--password', password];
  });

  it('21 garages are imported, and a second run changes nothing', patientWithCommands, async () => {
    const first = await command('import-facilities', [facilitiesFile, ...flags]);
    expect(first.output).toContain('21');
    expect(first.code).toBe(0);
    const list = () =>
      town.must(
        `{ facilities(filter: { city: "Dresden" }, first: 100) {
             edges { node { id name plannedCapacity { places } administration { externalId version } } } } }`,
        {},
        operator,
      );
    const before = await list();
    expect(before['facilities'].edges).toHaveLength(21);
    expect((await command('import-facilities', [facilitiesFile, ...flags])).code).toBe(0);
    expect(await list()).toEqual(before);
  });

  it(
    'a subscriber sees a day of counts replayed, and the last is the file’s',
    patientWithCommands,
    async () => {
      const { facilityByExternalId } = await town.must(
        `{ facilityByExternalId(externalId: "altmarkt") { id plannedCapacity { places } } }`,
        {},
        operator,
      );
      const places = facilityByExternalId.plannedCapacity.places as number;
      const board = town.watch(facilityByExternalId.id as string);
      await board.until((frame) => frame['slotAvailability'].kind === 'SNAPSHOT');
      const replayed = await command(
        'replay-counts',
        [countsFile, '--from', '2026-05-04', '--to', '2026-05-05', '--speed', 'max', ...flags],
        { VOLTPARK_DATA: town.stack.dataDirectory },
      );
      expect(replayed.output).toContain('0 rejected');
      expect(replayed.output).toContain('21 of 21 facilities equal');
      expect(replayed.code).toBe(0);

      const lines = gunzipSync(await readFile(countsFile))
        .toString()
        .split('\n');
      const ofThatDay = lines
        .map((line) => line.split(','))
        .filter(([at, slug]) => slug === 'altmarkt' && at !== undefined && at < '2026-05-05');
      const rawFree = Number(ofThatDay.at(-1)?.[2]);
      // Real feeds report more free places than there are: shown is what can be.
      const shown = Math.max(0, Math.min(rawFree, places));
      const changes = () =>
        board.frames.filter((frame) => frame.data?.['slotAvailability'].kind === 'COUNT');
      const version = await town.must(
        `query ($id: ID!) { facility(id: $id) { occupancy { version totals { free } countFeed { rawFree } } } }`,
        { id: facilityByExternalId.id },
      );
      expect(version['facility'].occupancy).toMatchObject({
        totals: { free: shown },
        countFeed: { rawFree },
      });
      await board.until(
        (frame) => frame['slotAvailability'].version === version['facility'].occupancy.version,
      );
      expect(changes().length).toBeGreaterThan(50);
      expect(changes().at(-1)?.data?.['slotAvailability'].totals.free).toBe(shown);
      await board.close();
      // Other stories need not wait until everybody has heard of a day of counts.
      await town.takenIn('parking');
    },
  );
});
