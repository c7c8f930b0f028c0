import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../../src/root.js';

/*
 * What people type: processes, signals, accidents. Runs what is built, `stack/dist`.
 */
let data: string;
const running: Started[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'voltpark-processes-'));
  await chmod(data, 0o755);
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(() => rm(data, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | string | null>;
  output(): string;
  /** Resolves once the output holds this; rejects when the process ends before. */
  says(text: string): Promise<void>;
}

function start(entry: 'start' | 'distributed'): Started {
  const child = spawn(process.execPath, [join(root, 'stack', 'dist', `${entry}.js`)], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      VOLTPARK_DATA: data,
      VOLTPARK_DEMO: 'false',
      GATEWAY_PORT: '0',
      POSTGRES_PORT: '0',
      NATS_PORT: '0',
      // The machine may be busy with others, and all contexts start at once.
      VOLTPARK_POOL_WAIT_MS: '30000',
      VOLTPARK_STATEMENT_TIMEOUT_MS: '30000',
    },
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listen of listeners) listen();
    });
  }
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const started: Started = {
    child,
    ended,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        listeners.add(look);
        look();
        void ended.then((how) => reject(new Error(`ended with ${how}:\n${output}`)));
      }),
  };
  running.push(started);
  return started;
}

const urlOf = ({ output }: Started) => /(http:\S+)\/graphql/.exec(output())?.[1] ?? '';

/** Processes of the machine that have the data directory in their command line, or descend from one that had. */
function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return command.includes(text) || environment.includes(`VOLTPARK_DATA=${text}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

const patience = { timeout: 60_000, interval: 50 };

/** Whole systems start and end here, some of them as a dozen processes. */
const timeout = 300_000;

/** Reading all of /proc is for Linux and for its owner. */
const canSeeProcesses = existsSync('/proc/self/environ');

/** Children end on their own when their parent is gone, a moment later. */
async function nothingStays(): Promise<void> {
  if (!canSeeProcesses) return;
  await vi.waitFor(() => expect(processesWith(data)).toEqual([]), patience);
}

describe('npm start', { timeout }, () => {
  it('tells where it runs, refuses a second on the same data, and ends on SIGTERM with its data kept', async () => {
    const first = start('start');
    await first.says('Voltpark runs');
    expect((await fetch(`${urlOf(first)}/health`)).status).toBe(200);

    const second = start('start');
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Another Voltpark');

    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await expect(fetch(urlOf(first))).rejects.toThrow('fetch failed');
    expect(existsSync(join(data, 'secrets.json'))).toBe(true);
    expect(existsSync(join(data, 'run.json'))).toBe(false);
    await nothingStays();
  });

  it('starts again after it was killed, and nothing of it had stayed', async () => {
    const killed = start('start');
    await killed.says('Voltpark runs');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const again = start('start');
    await again.says('Voltpark runs');
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
    await nothingStays();
  });
});

describe.runIf(canSeeProcesses)('npm run start:distributed', { timeout }, () => {
  it('brings a crashed context back, and takes all with it when it is killed itself', async () => {
    const stack = start('distributed');
    await stack.says('Voltpark runs');
    const [parking] = processesWith('context.js\0parking').filter((pid) =>
      processesWith(data).includes(pid),
    );
    expect(parking).toBeGreaterThan(0);
    process.kill(parking ?? 0, 'SIGKILL');
    await stack.says('parking is back');
    const ready = async () => (await fetch(`${urlOf(stack)}/ready`)).status;
    await vi.waitFor(async () => expect(await ready()).toBe(200), patience);

    stack.child.kill('SIGKILL');
    await stack.ended;
    await nothingStays();
  });

  it('ends on SIGTERM in order', async () => {
    const stack = start('distributed');
    await stack.says('Voltpark runs');
    stack.child.kill('SIGTERM');
    expect(await stack.ended).toBe(0);
    await nothingStays();
  });
});
