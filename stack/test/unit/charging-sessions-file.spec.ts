import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotASessionsFile, readSessions } from '../../src/charging-sessions/sessions-file.js';

const real = fileURLToPath(
  new URL('../../../../shared/data/ccs-charging-sessions-2022.csv', import.meta.url),
);
const header =
  'session,connector,arrival,departure,energy_wh,max_power_w,soc_arrival,soc_departure,battery_wh';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voltpark-sessions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(...lines: string[]): Promise<string> {
  const path = join(folder, 'sessions.csv');
  await writeFile(path, lines.join('\n'));
  return path;
}

describe('A file of charging sessions', () => {
  it('is read line by line; columns that mean nothing here are passed by', async () => {
    const path = await file(
      `${header},weather`,
      '7,CCS1,2022-04-12T19:27:00,2022-04-12T19:38:00,5160,80238,83.0,89.5,81677,rain',
    );
    expect(await readSessions(path)).toEqual({
      sessions: [
        {
          line: 2,
          session: '7',
          connector: 'CCS1',
          staySeconds: 660,
          energyWh: 5_160,
          maximumPowerW: 80_238,
          socAtArrival: 83,
          socAtDeparture: 89.5,
          batteryWh: 81_677,
        },
      ],
      rejected: [],
    });
  });

  it.each([
    ['CCS3,2022-04-12T19:27:00,2022-04-12T19:38:00,5160,80238,83,89,81677', 'connector'],
    ['CCS1,2022-04-12T19:27:00,2022-04-12T19:27:00,5160,80238,83,89,81677', 'departure'],
    ['CCS1,yesterday,2022-04-12T19:38:00,5160,80238,83,89,81677', 'arrival'],
    ['CCS1,2022-04-12T19:27:00,2022-04-12T19:38:00,-1,80238,83,89,81677', 'energy_wh'],
    ['CCS1,2022-04-12T19:27:00,2022-04-12T19:38:00,5160,80238,83,101,81677', 'soc_departure'],
    ['CCS1,2022-04-12T19:27:00,2022-04-12T19:38:00,5160,80238,90,89,81677', 'soc_departure'],
    ['CCS1,2022-04-12T19:27:00', 'departure'],
  ])('names the line and the column of what is no session: %s', async (line, column) => {
    const { sessions, rejected } = await readSessions(await file(header, `1,${line}`));
    expect(sessions).toEqual([]);
    expect(rejected).toEqual([{ line: 2, reason: expect.stringContaining(column) as string }]);
  });

  it('without one of its columns is not taken for one', async () => {
    await expect(readSessions(await file('session,connector', '1,CCS1'))).rejects.toThrow(
      NotASessionsFile,
    );
  });

  it.skipIf(!existsSync(real))('of a real site is read whole (when it is there)', async () => {
    const { sessions, rejected } = await readSessions(real);
    expect(rejected).toEqual([]);
    expect(sessions).toHaveLength(992);
  });
});
