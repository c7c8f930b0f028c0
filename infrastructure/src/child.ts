import { spawn, type ChildProcess } from 'node:child_process';

/** A server that runs as a child of this process and never outlives it. */
export interface ServerProcess {
  /** Sends the stop signal and resolves when the process is gone; after `graceMs` it is killed. */
  stop(): Promise<void>;
  /** Resolves with a description when the process ends without having been stopped. */
  readonly died: Promise<string>;
}

export interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** A line with this text in its output says that it serves. */
  readonly readyText: string;
  readonly stopSignal: 'INT' | 'TERM';
  readonly startTimeoutMs?: number;
  readonly graceMs?: number;
}

/**
 * A shell stands between us and the server: it holds our end of a pipe, and when we die, however that
 * happens, the pipe closes and it stops the server. It also keeps a Ctrl-C of the terminal away from the
 * server, so that we decide the order of the end. Background jobs of a shell read /dev/null, hence the copy.
 */
const guard = `exec 3<&0
"$@" 3<&- &
server=$!
(
  cat <&3 >/dev/null
  kill -s "$STOP_SIGNAL" "$server" 2>/dev/null
  tenths=0
  while kill -0 "$server" 2>/dev/null && [ "$tenths" -lt "$GRACE_TENTHS" ]; do
    sleep 0.1
    tenths=$((tenths + 1))
  done
  kill -s KILL "$server" 2>/dev/null
) >/dev/null 2>&1 &
exec 3<&-
wait "$server"
exit $?`;

/** Arguments of `/bin/sh` that run a command under the guard. */
export function guardedArguments(command: string, args: readonly string[]): string[] {
  return ['-c', guard, 'guard', command, ...args];
}

/** How much of a server's output is kept to explain a failed start. */
const keptOutputChars = 4_000;

/**
 * Starts a server and resolves once it says that it serves.
 * @throws Error with the end of its output when it ends or stays silent instead
 */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const graceMs = command.graceMs ?? 10_000;
  const child = spawn('/bin/sh', guardedArguments(command.command, command.args), {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid ?? command.uid }),
    cwd: '/',
    env: {
      ...(command.env ?? process.env),
      STOP_SIGNAL: command.stopSignal,
      GRACE_TENTHS: String(Math.ceil(graceMs / 100)),
    },
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      child.stdin.destroy();
      resolve(signal ?? `exit code ${code}`);
    });
  });
  await untilReady(child, command, ended);
  let stopping = false;
  return {
    died: new Promise((resolve) => {
      void ended.then((how) => {
        if (!stopping) resolve(`${command.name} ended: ${how}`);
      });
    }),
    async stop() {
      stopping = true;
      child.stdin.end();
      await ended;
    },
  };
}

async function untilReady(
  child: ChildProcess,
  command: ServerCommand,
  ended: Promise<string>,
): Promise<void> {
  let output = '';
  let timer: NodeJS.Timeout | undefined;
  const ready = new Promise<'ready'>((resolve) => {
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptOutputChars);
      if (output.includes(command.readyText)) resolve('ready');
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
  const silent = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('it stayed silent'), command.startTimeoutMs ?? 30_000);
  });
  const outcome = await Promise.race([ready, ended, silent]);
  clearTimeout(timer);
  if (outcome === 'ready') return;
  child.stdin?.end();
  throw new Error(`${command.name} did not start (${outcome}).\n${output}`);
}
