import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { root } from './root.mjs';

/** The environment of everything that is run: tools found, telemetry off. */
function environment(extra) {
  return {
    ...process.env,
    PATH: `${root}/node_modules/.bin${delimiter}${process.env.PATH}`,
    TURBO_TELEMETRY_DISABLED: '1',
    APOLLO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    ...extra,
  };
}

/**
 * Runs a command in the repository's folder and resolves with its exit code; rejects when it is not 0, unless
 * `allowFailure`. `quiet` shows its output only when it fails.
 */
export function run(command, args, { env = {}, quiet = false, allowFailure = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(env),
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    // A Ctrl-C reaches the child too; it decides when to end, and we follow.
    const ignore = () => undefined;
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      if (code === 0 || allowFailure) return resolve(code ?? 1);
      if (quiet) process.stderr.write(output);
      reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}`));
    });
  });
}

/** Says what is being done, one line. */
export function say(line) {
  process.stderr.write(`voltpark · ${line}\n`);
}
