import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshState, Memory } from '../../src/replay-counts/memory.js';
import {
  finalReadings,
  NotACountsFile,
  readCounts,
  type CountFile,
  type Reading,
} from '../../src/replay-counts/readings.js';
import { replay } from '../../src/replay-counts/replay.js';
import { verify } from '../../src/replay-counts/verify.js';

const range = { from: new Date('2026-05-04T00:00:00Z'), to: new Date('2026-05-05T00:00:00Z') };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voltpark-replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

const lines = `timestamp,facility,free
2026-05-03T22:00:00+00:00,altmarkt,400
2026-05-03T23:00:00+00:00,altmarkt,412
2026-05-03T23:30:00+00:00,prohlis,5
2026-05-04T02:00:00+02:00,altmarkt,411
2026-05-04T08:00:00+00:00,prohlis,-1
not a time,altmarkt,3
2026-05-04T09:00:00+00:00,altmarkt,many
2026-05-04T10:00:00+00:00,altmarkt
2026-05-04T11:00:00+00:00,altmarkt,380
2026-05-05T00:00:00+00:00,altmarkt,1
`;

const short = ({ line, externalId, free }: Reading) => [line, externalId, free];

describe('reading a file of counts', () => {
  it.each(['counts.csv', 'counts.csv.gz'])(
    'tells what is in the range, before it and no reading: %s',
    async (name) => {
      const counts = await readCounts(await file(name, lines), range);
      expect(counts.opening.map(short)).toEqual([
        [3, 'altmarkt', 412],
        [4, 'prohlis', 5],
      ]);
      expect(counts.readings.map(short)).toEqual([
        [5, 'altmarkt', 411],
        [6, 'prohlis', -1],
        [10, 'altmarkt', 380],
      ]);
      expect(counts.rejects).toEqual([
        { line: 7, reason: 'timestamp is not an instant with an offset' },
        { line: 8, reason: 'free is not a whole number' },
        { line: 9, reason: 'has 2 cells where the header has 3' },
      ]);
      expect(counts.outside).toBe(2);
      expect(finalReadings(counts).map(short)).toEqual([
        [10, 'altmarkt', 380],
        [6, 'prohlis', -1],
      ]);
    },
  );

  it('refuses a file of something else', async () => {
    const wrong = await file('wrong.csv', 'a,b\n1,2\n');
    await expect(readCounts(wrong, range)).rejects.toThrow('The header lacks timestamp');
    const empty = await file('empty.csv', '');
    await expect(readCounts(empty, range)).rejects.toThrow(NotACountsFile);
    const broken = join(folder, 'broken.csv.gz');
    await writeFile(broken, 'no gzip');
    await expect(readCounts(broken, range)).rejects.toThrow(NotACountsFile);
  });
});

const reading = (line: number, minute: number): Reading => ({
  line,
  externalId: 'altmarkt',
  free: line,
  at: new Date(range.from.getTime() + minute * 60_000),
});

const counts = (readings: readonly Reading[], opening: readonly Reading[] = []): CountFile => ({
  opening,
  readings,
  rejects: [],
  outside: 0,
});

/** Somebody who takes readings in and remembers them. */
function listener() {
  const heard: Reading[] = [];
  return {
    heard,
    send(batch: readonly Reading[]) {
      heard.push(...batch);
      return Promise.resolve({ recorded: batch.length, repeated: 0, late: 0, rejects: [] });
    },
  };
}

describe('replaying', () => {
  const options = {
    speed: Infinity,
    from: range.from,
    progressed: () => Promise.resolve(),
    signal: new AbortController().signal,
  };

  it('sends everything once and in order, the opening first', async () => {
    const to = listener();
    const of = counts([reading(5, 1), reading(6, 3), reading(7, 2)], [reading(2, -60)]);
    const state = await replay(to, of, freshState, options);
    expect(to.heard.map(({ line }) => line)).toEqual([2, 5, 6, 7]);
    expect(state).toMatchObject({ done: 4, recorded: 4 });
  });

  it('goes on where it was stopped, without a gap and without a double', async () => {
    const to = listener();
    const of = counts(Array.from({ length: 450 }, (_, index) => reading(index, index)));
    const stopping = new AbortController();
    const stopped = await replay(to, of, freshState, {
      ...options,
      signal: stopping.signal,
      progressed: () => Promise.resolve(stopping.abort()),
    });
    expect(stopped.done).toBeLessThan(450);
    await replay(to, of, stopped, options);
    expect(to.heard.map(({ line }) => line)).toEqual(
      Array.from({ length: 450 }, (_, line) => line),
    );
  });

  it('keeps the pace of the file', async () => {
    const to = listener();
    const began = performance.now();
    await replay(to, counts([reading(1, 0), reading(2, 5)]), freshState, {
      ...options,
      speed: 3_000,
    });
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
    expect(to.heard).toHaveLength(2);
  });

  it('remembers how far it came, for this file, range and place only', async () => {
    const of = { ...range, file: '/counts.csv', url: 'http://localhost:4000' };
    const memory = new Memory(folder, of);
    expect(await memory.load()).toEqual(freshState);
    await memory.save({ ...freshState, done: 7 });
    expect((await new Memory(folder, of).load()).done).toBe(7);
    expect((await new Memory(folder, { ...of, file: '/other.csv' }).load()).done).toBe(0);
    await writeFile(memory.path, '{ torn');
    expect(await memory.load()).toEqual(freshState);
    await memory.forget();
    expect(await memory.load()).toEqual(freshState);
  });
});

describe('verifying', () => {
  it('tells equal from different, newer and unknown', async () => {
    const expected = reading(5, 10);
    const held = [
      { rawFree: 5, free: 5, lastCountAt: expected.at },
      { rawFree: 4, free: 4, lastCountAt: expected.at },
      { rawFree: 5, free: 5, lastCountAt: new Date(expected.at.getTime() + 1) },
      undefined,
    ];
    let asked = 0;
    const current = () => Promise.resolve(held[asked++]);
    const verdicts = await verify({ current }, [expected, expected, expected, expected]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'EQUAL',
      'DIFFERENT',
      'NEWER',
      'UNKNOWN',
    ]);
  });
});
