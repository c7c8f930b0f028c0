import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { limits, nodeFlags } from './limits.js';
import { root } from './root.js';

/** A part of the system in a process of its own. */
export interface ChildSpec {
  readonly name: string;
  /** File under `stack/dist/`. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** All it knows: children are configured by variables only, as containers are. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variable with its port. A free one, 0, is kept from then on: others must find the child after a crash. */
  readonly portVariable: string;
  readonly port: number;
  readonly say: (line: string) => void;
}

/** What a child says to its parent once it serves. */
export interface ReadyMessage {
  readonly ready: string;
}

/** A child that is kept alive. */
export interface Child {
  /** Where it serves. */
  readonly url: string;
  /** Ends it and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a child and keeps it alive: when it crashes it is started again, after a wait that doubles with every
 * crash in a row. It ends by itself when this process goes, however that happens, as its channel closes.
 * @throws Error when the first start fails
 */
export async function keepChild(spec: ChildSpec): Promise<Child> {
  let child = spawnChild(spec, spec.port);
  const url = await untilReady(child, spec);
  const port = Number(new URL(url).port);
  let stopping = false;
  let delayMs: number = limits.firstRestartDelayMs;
  let startedAt = Date.now();
  let retry: NodeJS.Timeout | undefined;

  const watch = () => {
    child.once('exit', (code, signal) => {
      if (stopping) return;
      if (Date.now() - startedAt > limits.healthyAfterMs) delayMs = limits.firstRestartDelayMs;
      spec.say(`${spec.name} ended (${signal ?? `code ${code}`}); again in ${delayMs / 1000} s`);
      retry = setTimeout(again, delayMs);
      delayMs = Math.min(delayMs * 2, limits.longestRestartDelayMs);
    });
  };
  const again = () => {
    child = spawnChild(spec, port);
    startedAt = Date.now();
    watch();
    untilReady(child, spec).then(
      () => spec.say(`${spec.name} is back`),
      () => child.kill('SIGKILL'),
    );
  };
  watch();

  return {
    url,
    async restart() {
      stopping = true;
      clearTimeout(retry);
      await endChild(child);
      child = spawnChild(spec, port);
      startedAt = Date.now();
      await untilReady(child, spec);
      stopping = false;
      watch();
    },
    async stop() {
      stopping = true;
      clearTimeout(retry);
      await endChild(child);
    },
  };
}

function spawnChild(spec: ChildSpec, port: number): ChildProcess {
  return fork(join(root, 'stack', 'dist', spec.entry), [...(spec.args ?? [])], {
    env: { ...spec.environment, [spec.portVariable]: String(port) },
    execArgv: [...nodeFlags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: a Ctrl-C of the terminal reaches us alone, and we decide the order of the end.
    detached: true,
  });
}

function untilReady(child: ChildProcess, spec: ChildSpec): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${spec.name} did not become ready in time.`));
    }, limits.childStartMs);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as ReadyMessage).ready);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${spec.name} ended while starting (${signal ?? `code ${code}`}).`));
    });
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = setTimeout(() => child.kill('SIGKILL'), limits.childStopMs);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(kill);
}
