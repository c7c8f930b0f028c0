import { ensureDatabase } from '@voltpark/infrastructure';
import { nextMigration } from '@voltpark/kit/database/migrate';
import { newId } from '@voltpark/kit/ids';
import { execFile } from 'node:child_process';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../src/root.js';
import { faultOfName, writeContext } from '../../src/scaffold.js';

/** A checkout of its own: sources copied, what is installed linked, our own packages linked to the copy. */
let checkout: string;
let written: string[];

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'voltpark-checkout-'));
  await chmod(checkout, 0o755);
  await cp(root, checkout, {
    recursive: true,
    filter: (path) => !/\/(node_modules|dist|generated|bench|docs|\.[a-z]+)$/.test(path),
  });
  written = await writeContext(checkout, 'ledger');
  await linkPackages();
}, 120_000);

afterAll(() => rm(checkout, { recursive: true, force: true }));

async function linkPackages(): Promise<void> {
  const installed = join(root, 'node_modules');
  const linked = join(checkout, 'node_modules');
  await mkdir(join(linked, '@voltpark'), { recursive: true });
  for (const name of await readdir(installed)) {
    if (name !== '@voltpark') await symlink(join(installed, name), join(linked, name));
  }
  const contexts = (await readdir(join(checkout, 'subgraphs'))).map((name) => [
    name,
    `subgraphs/${name}`,
  ]);
  const others = ['contracts', 'kit', 'infrastructure'].map((name) => [name, name]);
  for (const [name = '', path = ''] of [...contexts, ...others]) {
    await symlink(join(checkout, path), join(linked, '@voltpark', name));
  }
}

/** Runs a command in the checkout and gives back what it printed; that is in the error, too, when it fails. */
async function run(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: checkout,
    env: { ...process.env, NODE_ENV: 'test' },
  }).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`${command} ${args.join(' ')}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  });
  return stdout;
}

const tool = (name: string) => join(checkout, 'node_modules', '.bin', name);

describe('a new context', () => {
  it('leaves no placeholder behind', async () => {
    expect(written).toContain('subgraphs/ledger/src/main.ts');
    expect(written).toContain('subgraphs/ledger/src/graphql/Query/ledgerNotes.ts');
    for (const path of written) {
      expect(await readFile(join(checkout, path), 'utf8')).not.toMatch(/__[nN]ame__/);
    }
  });

  it('stands wherever contexts are listed', async () => {
    const events = await readFile(join(checkout, 'contracts/src/events/index.ts'), 'utf8');
    expect(events).toContain("export * as ledgerEvents from './ledger.js';");
    const compose = parse(await readFile(join(checkout, 'docker-compose.yml'), 'utf8'), {
      merge: true,
    }) as { services: Record<string, { environment: Record<string, string> }> };
    expect(compose.services['ledger']?.environment['LEDGER_DATABASE_URL']).toContain('/ledger');
    const postgres = compose.services['postgres']?.environment;
    expect(postgres?.['VOLTPARK_CONTEXTS']?.split(' ')).toContain('ledger');
    expect(postgres).toHaveProperty('LEDGER_DATABASE_PASSWORD');
  });

  it('composes with the others, and breaks nothing for clients', async () => {
    await cp(join(root, 'gateway', 'dist'), join(checkout, 'gateway', 'dist'), { recursive: true });
    await run('node', 'gateway/dist/compose.js');
    const supergraph = await readFile(join(checkout, 'gateway', 'supergraph.graphql'), 'utf8');
    expect(supergraph).toContain('url: "http://ledger:4001/graphql"');
    const api = await readFile(join(checkout, 'gateway', 'schema.graphql'), 'utf8');
    expect(api).toContain('type LedgerNote');
    // What it knows of people is asked of it like of all others.
    expect(api).toContain('ledgerPersonalRecords(');
  });

  it('migrates, compiles, and passes its own specs', async () => {
    await run('node', 'scripts/generate.mjs', 'ledger');
    const directory = join(checkout, 'prisma', 'ledger');
    // When this is tried again, the first migration is to be written again.
    await rm(join(directory, 'migrations'), { recursive: true, force: true });
    const adminUrl = process.env['VOLTPARK_TEST_POSTGRES_URL'] ?? '';
    const scratch = `scratch_ledger_${newId().slice(-12)}`;
    const scratchUrl = await ensureDatabase(adminUrl, {
      database: scratch,
      role: scratch,
      password: 'x',
    });
    const sql = await nextMigration({ scratchUrl, directory });
    expect(sql).toContain('CREATE TABLE "note"');
    expect(sql).toContain('CREATE TABLE "outbox"');
    await mkdir(join(directory, 'migrations', '1_initial'), { recursive: true });
    await writeFile(join(directory, 'migrations', '1_initial', 'migration.sql'), sql ?? '');

    await run(tool('tsc'), '-p', 'subgraphs/ledger/tsconfig.json');
    const specs = await run(
      tool('vitest'),
      'run',
      '--project',
      'unit',
      '--project',
      'integration',
      'subgraphs/ledger',
    );
    // What stands between is colour.
    expect(stripVTControlCharacters(specs)).toMatch(/Tests {2}8 passed/);
  }, 300_000);

  it.each([
    ['Ledger', 'one word'],
    ['field-service', 'one word'],
    ['../x', 'one word'],
    ['', 'one word'],
    ['facilities', 'exists already'],
  ])('cannot be called "%s"', (name, why) => {
    expect(faultOfName(checkout, name)).toContain(why);
  });
});
