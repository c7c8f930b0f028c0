import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';

/** What a measured process tells its parent. */
type Report = { readonly port: number } | { readonly cpuMicros: number };

/** In a child: listens on a free port, tells it, and answers each message with the CPU time used so far. */
export async function serveMeasured(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  reportFrom(address.port);
}

/** In a child that listens already: tells its port, and answers each message with the CPU time used so far. */
export function reportFrom(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicros: user + system } satisfies Report);
  });
  // In an orderly way, so that a profile is written; and never longer than the parent lives.
  process.once('SIGTERM', () => process.exit());
  process.once('disconnect', () => process.exit());
  process.send?.({ port } satisfies Report);
}

/** In the parent: a child that serves, and whose CPU time can be asked. */
export class MeasuredProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts a module of this folder and waits until it serves. */
  static async start(
    module: string,
    environment: Record<string, string>,
    nodeArguments: readonly string[] = [],
  ): Promise<MeasuredProcess> {
    const child = fork(new URL(module, import.meta.url), {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        APOLLO_TELEMETRY_DISABLED: '1',
        ...environment,
      },
      execArgv: [...nodeArguments],
    });
    const { port } = (await answerOf(child)) as Extract<Report, { port: number }>;
    return new MeasuredProcess(child, `http://127.0.0.1:${port}/graphql`);
  }

  /** CPU time of the whole process so far, user and system, in microseconds. */
  async cpuMicros(): Promise<number> {
    const answer = answerOf(this.child);
    this.child.send('cpu');
    return ((await answer) as Extract<Report, { cpuMicros: number }>).cpuMicros;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A process ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
