import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardedArguments, startServer } from '../../src/child.js';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voltpark-orphans-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A server that says its port and then listens until it is told to end. */
const listener = `const s = require('net').createServer().listen(0, '127.0.0.1', () => {
  console.log('serving on', s.address().port); });
  process.on('SIGTERM', () => process.exit(0));`;

/**
 * A line to the port, whose end is the signal that its process has ended. It ends in order or is reset, depending on
 * whether the process had taken it up already.
 */
async function lineTo(port: number): Promise<{ readonly closed: Promise<void> }> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => undefined).resume();
  return { closed: new Promise((resolve) => socket.once('close', () => resolve())) };
}

it('a server ends with its parent, even when that is killed outright', async () => {
  // The parent is a process of its own, which runs what startServer runs and is then killed with SIGKILL.
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `const { spawn } = require('child_process');
       const child = spawn('/bin/sh', ${JSON.stringify(guardedArguments(process.execPath, ['-e', listener]))},
         { stdio: ['pipe', 'inherit', 'inherit'], detached: true,
           env: { ...process.env, STOP_SIGNAL: 'TERM', GRACE_TENTHS: '50' } });`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const { closed } = await lineTo(Number(/serving on (\d+)/.exec(line.toString())?.[1]));
  parent.kill('SIGKILL');
  await closed;
});

it('a server that ignores its stop signal is killed after the grace period', async () => {
  const stubborn = listener.replace('process.exit(0)', 'undefined');
  const server = await startServer({
    name: 'stubborn',
    command: process.execPath,
    args: ['-e', stubborn],
    readyText: 'serving on',
    stopSignal: 'TERM',
    graceMs: 200,
  });
  await server.stop();
});

it('a death that nobody asked for is reported', async () => {
  const server = await startServer({
    name: 'brief',
    command: process.execPath,
    args: [
      '-e',
      `console.log('ready'); process.stdin.resume(); setImmediate(() => process.exit(3))`,
    ],
    readyText: 'ready',
    stopSignal: 'TERM',
  });
  expect(await server.died).toBe('brief ended: exit code 3');
});
