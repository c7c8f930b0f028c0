import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Range } from './readings.js';

const stateSchema = z.object({
  /** How many of the readings, those of the opening first, have been taken in by Voltpark. */
  done: z.number().int().min(0),
  recorded: z.number().int(),
  repeated: z.number().int(),
  late: z.number().int(),
  rejects: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});

/** How far a replay has come. */
export type ReplayState = z.infer<typeof stateSchema>;

export const freshState: ReplayState = { done: 0, recorded: 0, repeated: 0, late: 0, rejects: [] };

/** Remembers how far a replay has come, so that it goes on there after it was stopped. */
export class Memory {
  readonly path: string;

  /** One file a replay: of this file, over this range, to this Voltpark. */
  constructor(directory: string, of: Range & { readonly file: string; readonly url: string }) {
    const what = JSON.stringify([of.file, of.from, of.to, new URL(of.url).host]);
    const name = createHash('sha256').update(what).digest('hex').slice(0, 16);
    this.path = join(directory, 'replays', `${name}.json`);
  }

  /** The state that was kept, or a fresh one. A file that cannot be read is as good as none: repeating is harmless. */
  async load(): Promise<ReplayState> {
    try {
      return stateSchema.parse(JSON.parse(await readFile(this.path, 'utf8')));
    } catch {
      return freshState;
    }
  }

  /** Written beside and renamed, so that being stopped half-way leaves the last whole state. */
  async save(state: ReplayState): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeFile(`${this.path}.new`, JSON.stringify(state));
    await rename(`${this.path}.new`, this.path);
  }

  async forget(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
