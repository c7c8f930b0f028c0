import { createLogger } from '@voltpark/kit/log';
import { pbkdf2 } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { followFile } from '../../../src/supergraph/file.js';
import { patienceMs } from '../../support/patience.js';

it('a file that changes just after it was read is followed from there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'voltpark-file-'));
  const path = join(folder, 'file');
  await writeFile(path, 'first');
  // While these keep the threads of the file system busy, nobody looks at the file's state.
  for (let job = 0; job < 16; job += 1) pbkdf2('', '', 50_000, 64, 'sha512', () => undefined);
  const changed = vi.fn<(content: string) => void>();
  const { content, stop } = followFile(path, changed, createLogger('spec', 'silent'));
  writeFileSync(path, 'second');
  expect(content).toBe('first');
  await expect.poll(() => changed.mock.calls, { timeout: patienceMs }).toEqual([['second']]);
  stop();
  await rm(folder, { recursive: true });
}, 60_000);
