/** `npm run new:context -- <name>`: a bounded context that composes, migrates and passes its first specs. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';
import { faultOfName, writeContext } from './scaffold.js';

const name = process.argv[2] ?? '';
const fault = faultOfName(root, name);
if (fault === undefined) {
  await create();
} else {
  process.stderr.write(`${fault}\nUsage: npm run new:context -- <name>\n`);
  process.exitCode = 1;
}

async function create(): Promise<void> {
  const written = await writeContext(root, name);
  say(
    `wrote ${written.length} files: subgraphs/${name}, prisma/${name}, its events and its entries`,
  );
  await step(
    'linking the package',
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  );
  await step('generating types and client', 'node', 'scripts/generate.mjs');
  await step('writing its first migration', 'node', 'scripts/db-migration.mjs', name, 'initial');
  await step('building the composer', 'npx', 'turbo', 'run', 'build', '--filter=@voltpark/gateway');
  await step('composing the supergraph', 'node', 'gateway/dist/compose.js');
  if (existsSync(join(root, 'scripts', 'events-docs.mjs'))) {
    await step('documenting its events', 'node', 'scripts/events-docs.mjs');
  }
  await step('formatting', 'npx', 'prettier', '--write', '--log-level=warn', ...formatted());
  say(`done. Its specs: npx vitest run subgraphs/${name}`);
  say('What to change first: docs/adding-a-context.md');
}

/** What may not be formatted yet: names are longer or shorter than the placeholders. */
function formatted(): string[] {
  return [
    `subgraphs/${name}`,
    `contracts/src/events/${name}.ts`,
    'docker-compose.yml',
    'codegen.yml',
  ];
}

/** Runs one command in the repository's folder; ends with its output when it fails. */
function step(what: string, command: string, ...args: string[]): Promise<void> {
  say(what);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(output);
      reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
    });
  });
}

function say(line: string): void {
  process.stdout.write(`voltpark · ${line}\n`);
}
