/**
 * `npm run bench -- start`: how long `npm start` takes until the gateway says it can serve, cold (no data, no
 * build cache is touched: what a second clone on this machine sees) and warm, and what it holds in memory.
 * Targets: warm ≤ 5 s; ≤ 600 MB without Postgres.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@voltpark/infrastructure';
import { processTree } from './lib/processes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const warmRuns = 5;
/** How long it stands idle before its memory is read, so that start-up garbage is gone. */
const settleMs = 5_000;

const data = await mkdtemp(join(tmpdir(), 'voltpark-bench-'));
await chmod(data, 0o755);

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    (response) => response.ok,
    () => false,
  );
}

/** Starts, waits until ready, optionally looks at the memory, and stops. */
async function start(lookAtMemory: boolean): Promise<{ seconds: number; megabytes?: number }> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, VOLTPARK_DATA: data, GATEWAY_PORT: String(port) },
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(child, 'exit');
  while (!(await isReady(`http://127.0.0.1:${port}`))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    await pause(10);
  }
  const seconds = (performance.now() - began) / 1000;
  let megabytes: number | undefined;
  if (lookAtMemory && child.pid !== undefined) {
    await pause(settleMs);
    const tree = await processTree(child.pid);
    const ours = tree.filter(({ name }) => name !== 'postgres');
    for (const { name, memoryBytes } of ours.filter((info) => info.memoryBytes > 2 ** 20))
      console.log(`    ${name.padEnd(16)} ${(memoryBytes / 2 ** 20).toFixed(0).padStart(5)} MB`);
    megabytes = ours.reduce((sum, info) => sum + info.memoryBytes, 0) / 2 ** 20;
  }
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  await ended;
  return megabytes === undefined ? { seconds } : { seconds, megabytes };
}

try {
  const cold = await start(false);
  console.log(`cold start (fresh data)   ${cold.seconds.toFixed(2)} s`);
  const warm: number[] = [];
  for (let run = 0; run < warmRuns; run += 1) warm.push((await start(false)).seconds);
  warm.sort((a, b) => a - b);
  console.log(
    `warm start                ${warm.map((seconds) => seconds.toFixed(2)).join(' ')} s; median ${(warm[warmRuns >> 1] ?? 0).toFixed(2)} s (target ≤ 5)`,
  );
  const { megabytes } = await start(true);
  console.log(`memory without Postgres   ${megabytes?.toFixed(0)} MB (target ≤ 600)`);
} finally {
  await rm(data, { recursive: true, force: true });
}
