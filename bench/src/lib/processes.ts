import { readdir, readFile } from 'node:fs/promises';

/** One process as /proc shows it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Proportional set size: memory of its own, and its share of what it shares with others. Bytes. */
  readonly memoryBytes: number;
  /** User and system time so far, in milliseconds; that of children that have ended included. */
  readonly cpuMs: number;
}

/** Clock ticks a second in /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** All processes below one process, itself included. Linux only. */
export async function processTree(rootPid: number): Promise<ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const all = (await Promise.all(pids.map(readProcess))).filter((info) => info !== undefined);
  const within = new Set([rootPid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) {
      if (!within.has(parent) || within.has(pid)) continue;
      within.add(pid);
      grown = true;
    }
  }
  return all.filter(({ pid }) => within.has(pid));
}

async function readProcess(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
    return {
      pid,
      parent: Number(fields[1]),
      name,
      memoryBytes: Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024,
      cpuMs:
        (fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 1000) /
        ticksPerSecond,
    };
  } catch {
    // It ended while we looked, or belongs to the kernel.
    return undefined;
  }
}
