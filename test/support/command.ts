import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** For specs that run several commands: each is a process, which on a busy machine takes long to begin. */
export const patientWithCommands = { timeout: 240_000 };

/** Runs a built command of the stack as a user does, and gives back its exit code and what it said. */
export function command(
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const program = fileURLToPath(new URL(`../../stack/dist/${name}.js`, import.meta.url));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, ...environment } },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }),
    );
  });
}
