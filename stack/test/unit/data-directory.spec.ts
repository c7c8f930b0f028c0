import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataInUseError, takeDataDirectory } from '../../src/data-directory.js';
import { composeSecrets, loadSecrets } from '../../src/secrets.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voltpark-data-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('the data directory', () => {
  it('is made where there is none', async () => {
    const path = join(directory, 'a', 'b');
    await takeDataDirectory(path);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it('belongs to one stack at a time', async () => {
    const first = await takeDataDirectory(directory);
    await expect(takeDataDirectory(directory)).rejects.toThrow(DataInUseError);
    await first.release();
    await expect(takeDataDirectory(directory)).resolves.toMatchObject({ path: directory });
  });

  it('is given to one of many who ask at once', async () => {
    const asking = Array.from({ length: 20 }, () => takeDataDirectory(directory));
    const outcomes = await Promise.allSettled(asking);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken over from a stack that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await new Promise((resolve) => child.once('exit', resolve));
    await writeFile(join(directory, 'lock'), JSON.stringify({ pid: child.pid, startedAt: '1' }));
    await expect(takeDataDirectory(directory)).resolves.toMatchObject({ path: directory });
  });

  it.skipIf(process.platform !== 'linux')(
    'is taken over when the number of that stack belongs to another process by now',
    async () => {
      await writeFile(
        join(directory, 'lock'),
        JSON.stringify({ pid: process.pid, startedAt: '1' }),
      );
      await expect(takeDataDirectory(directory)).resolves.toMatchObject({ path: directory });
    },
  );

  it('is taken over when its lock was written by half', async () => {
    await writeFile(join(directory, 'lock'), '{"pid":');
    await expect(takeDataDirectory(directory)).resolves.toMatchObject({ path: directory });
  });
});

describe('secrets', () => {
  const signing = () => Promise.resolve('{"keys":[]}');

  it('are made once and read by their owner alone', async () => {
    const made = await loadSecrets(directory, ['parking'], signing);
    expect(await loadSecrets(directory, ['parking'], signing)).toEqual(made);
    expect((await stat(join(directory, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('grow with the contexts and keep what they have', async () => {
    const before = await loadSecrets(directory, ['parking'], signing);
    const after = await loadSecrets(directory, ['parking', 'charging'], signing);
    expect(after.databasePasswords['parking']).toBe(before.databasePasswords['parking']);
    expect(after.databasePasswords['charging']).toMatch(/^[\w-]{32}$/);
    const kept = JSON.parse(await readFile(join(directory, 'secrets.json'), 'utf8')) as object;
    expect(kept).toEqual(after);
  });

  it('are different in every place', async () => {
    expect(await composeSecrets(['parking'], signing)).not.toBe(
      await composeSecrets(['parking'], signing),
    );
  });
});
