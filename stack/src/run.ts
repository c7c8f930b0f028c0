import { parseEnvironment, EnvironmentError } from '@voltpark/kit/environment';
import { banner } from './banner.js';
import { DataInUseError } from './data-directory.js';
import { stackEnvironment } from './environment.js';
import type { RunningStack, StackMode } from './options.js';
import { PortTakenError } from './ports.js';
import { demoSimulation, runSimulation } from './simulate/run.js';
import { startStack } from './stack.js';

/** Runs a stack from the command line until a signal ends it. The exit code is 1 when anything failed. */
export async function runStack(mode: StackMode): Promise<void> {
  const begun = performance.now();
  // A newcomer wants progress lines; who wants the log asks for it. Children inherit it.
  process.env['LOG_LEVEL'] ??= 'warn';
  let stack: RunningStack | undefined;
  let ending: Promise<void> | undefined;
  const end = (code: number) => {
    // Insisting ends at once; embedded servers and children notice that we are gone.
    if (ending !== undefined) process.exit(code === 0 ? 130 : code);
    process.stdout.write('\nvoltpark · stopping\n');
    ending = (stack?.stop() ?? starting.then((started) => started.stop())).then(
      () => process.exit(code),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  const starting = start(mode);
  try {
    stack = await starting;
    if (ending !== undefined) return;
    process.stdout.write(banner(stack, performance.now() - begun));
    if (process.argv.includes('--demo')) void bringToLife(stack);
    const why = await stack.died;
    process.stderr.write(`voltpark · ${why}\n`);
    end(1);
  } catch (error) {
    fail(error);
  }
}

/** `--demo`: cars come and go in the demo town. They end with the process. */
async function bringToLife({ url, demo }: RunningStack): Promise<void> {
  const operator = demo?.accounts.find(({ role }) => role === 'OPERATOR');
  const report = (line: string) => void process.stdout.write(`voltpark · ${line}\n`);
  if (operator === undefined) return report('There is no demo town to simulate.');
  try {
    const signal = new AbortController().signal;
    const login = { email: operator.email, password: operator.password };
    const facilityIds = demo?.facilities.map(({ id }) => id) ?? [];
    await runSimulation({ ...demoSimulation(), url, login, facilityIds, signal, report });
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
  }
}

function start(mode: StackMode): Promise<RunningStack> {
  try {
    const environment = parseEnvironment(stackEnvironment, process.env);
    return startStack({
      mode,
      dataDirectory: environment.VOLTPARK_DATA,
      gatewayHost: environment.GATEWAY_HOST,
      usualPorts: true,
      ...(environment.GATEWAY_PORT === undefined ? {} : { gatewayPort: environment.GATEWAY_PORT }),
      ...(environment.POSTGRES_PORT === undefined
        ? {}
        : { postgresPort: environment.POSTGRES_PORT }),
      ...(environment.NATS_PORT === undefined ? {} : { natsPort: environment.NATS_PORT }),
      ...(environment.VOLTPARK_CONTEXTS === undefined
        ? {}
        : { contexts: environment.VOLTPARK_CONTEXTS }),
      demo: environment.VOLTPARK_DEMO === 'true',
      environment: process.env,
    });
  } catch (error) {
    return Promise.reject(error);
  }
}

function fail(error: unknown): never {
  const expected =
    error instanceof EnvironmentError ||
    error instanceof DataInUseError ||
    error instanceof PortTakenError;
  const text = expected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`voltpark · ${text}\n`);
  process.exit(1);
}
