/**
 * `npm run bench -- live [viewers] [seconds]`: 1,000 WebSocket clients look on as the slots of one facility
 * change 100 times a second, by cars that come and go. What a delivered message costs the gateway's process in
 * CPU, against a bare `ws` broadcast of the same bytes at the same pace in the same run: at most twice as
 * much. Every client checks that it sees every version once, in order, and what everybody else sees.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { startStack, type RunningStack } from '@voltpark/stack';
import { processTree } from './lib/processes.js';
import { BenchChild } from './live/child.js';
import { Traffic } from './live/traffic.js';
import type { ViewersReport } from './live/viewers.js';

const viewerCount = Number(process.argv[2] ?? 1_000);
const seconds = Number(process.argv[3] ?? 20);
const perSecond = 100;
const warmUpSeconds = 3;
const patienceMs = 60_000;
const target = 2;

/** Fields of two contexts: the name comes from facilities with every event. */
const query = `subscription ($facilityId: ID!) {
  slotAvailability(facilityId: $facilityId) {
    kind version at cursor rate
    facility { id name }
    counts { size kind total free occupied }
    changedSlot { id number status }
  }
}`;

interface Figures extends ViewersReport {
  readonly cpuMs: number;
}

process.env['LOG_LEVEL'] = 'fatal';
const stack = await startStack({ mode: 'distributed', demo: true, quiet: true });
let live: Figures;
try {
  live = await measureGateway(stack);
} finally {
  await stack.stop();
}
const bare = await measureBroadcast(live.texts);
print(live, bare);

async function measureGateway(running: RunningStack): Promise<Figures> {
  const [facility] = running.demo?.facilities ?? [];
  if (facility === undefined) throw new Error('There is no demo town.');
  const gatewayPid = await pidOf('gateway.js');
  const traffic = new Traffic(running, facility.id);
  await traffic.signIn();
  await traffic.run(warmUpSeconds * perSecond, perSecond);
  const viewers = new BenchChild('./viewers-process.js');
  try {
    console.log(
      `  ${viewerCount} viewers of ${facility.name}, ${perSecond} changes/s for ${seconds} s`,
    );
    const operation = { query, variables: { facilityId: facility.id } };
    const url = `${running.url.replace(/^http/, 'ws')}/graphql`;
    const order = { do: 'CONNECT', url, viewers: viewerCount, operation };
    const first = await viewers.order<number>(order);
    const before = await cpuOf(gatewayPid);
    const changes = seconds * perSecond;
    const pace = await traffic.run(changes, perSecond);
    console.log(`  ${pace.toFixed(0)} changes/s were made`);
    const report = await viewers.order<ViewersReport>({
      do: 'AWAIT',
      version: first + changes,
      patienceMs,
    });
    return { ...report, cpuMs: (await cpuOf(gatewayPid)) - before };
  } finally {
    viewers.end();
    await traffic.close();
  }
}

async function measureBroadcast(texts: readonly string[]): Promise<Figures> {
  const peer = new BenchChild('./broadcast-process.js');
  const viewers = new BenchChild('./viewers-process.js');
  try {
    const url = await peer.said<string>();
    await viewers.order({ do: 'CONNECT', url, viewers: viewerCount, operation: null });
    await pause(500);
    const before = await cpuOf(peer.pid);
    await peer.order({ texts, perSecond });
    const version = Number(/"version":(\d+)/.exec(texts.at(-1) ?? '')?.[1]);
    const report = await viewers.order<ViewersReport>({ do: 'AWAIT', version, patienceMs });
    return { ...report, cpuMs: (await cpuOf(peer.pid)) - before };
  } finally {
    viewers.end();
    peer.end();
  }
}

/** The process below this one that runs that file. */
async function pidOf(file: string): Promise<number> {
  for (const { pid } of await processTree(process.pid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`/${file}`)) return pid;
  }
  throw new Error(`No process runs ${file}.`);
}

async function cpuOf(pid: number): Promise<number> {
  const info = (await processTree(pid)).find((candidate) => candidate.pid === pid);
  if (info === undefined) throw new Error(`Process ${pid} is gone.`);
  return info.cpuMs;
}

function print(ours: Figures, peer: Figures): void {
  const wanted = seconds * perSecond * viewerCount;
  for (const [name, figures] of [
    ['Voltpark', ours],
    ['bare ws', peer],
  ] as const) {
    const { delivered, bytes, cpuMs, complete, faults, p50Ms, p99Ms, maxMs } = figures;
    const { spreadP50Ms, spreadP99Ms } = figures;
    console.log(
      `  ${name.padEnd(9)} ${microseconds(figures).toFixed(2)} µs a message` +
        ` (${delivered} delivered of ${(bytes / delivered).toFixed(0)} bytes, ${cpuMs.toFixed(0)} ms CPU);` +
        ` ${complete} of ${viewerCount} complete`,
    );
    console.log(
      `            from the change to a client p50 ${p50Ms} ms, p99 ${p99Ms} ms, max ${maxMs} ms;` +
        ` from the first client to the others p50 ${spreadP50Ms} ms, p99 ${spreadP99Ms} ms`,
    );
    for (const fault of faults) console.log(`    ${fault}`);
  }
  const ratio = microseconds(ours) / microseconds(peer);
  const isLossless = ours.faults.length === 0 && ours.delivered === wanted;
  console.log(
    `  ratio ${ratio.toFixed(2)} (target: at most ${target}); ${isLossless ? 'nothing lost' : 'LOSSES'}`,
  );
  if (ratio > target || !isLossless) process.exitCode = 1;
}

function microseconds({ cpuMs, delivered }: Figures): number {
  return (cpuMs * 1000) / delivered;
}
