import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalog } from './catalog.js';
import { asyncApiOf } from './documentation/asyncapi.js';
import { incompatibilities } from './documentation/compatibility.js';
import { schemaOf, type JsonSchema } from './documentation/json-schema.js';
import { markdownOf } from './documentation/markdown.js';

/**
 * Writes what is generated from the event catalog: docs/events.md, docs/asyncapi.yaml and the published
 * schemas in contracts/schemas. `--check` writes nothing and fails when a file is not as it would be written.
 * An incompatible change within a version fails either way; `--accept` takes it, for events that nobody has
 * published or kept yet.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const schemaFolder = join(root, 'contracts/schemas');

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Every generated file by its path, with its content. */
function generated(): Map<string, string> {
  const files = new Map<string, string>([
    [join(root, 'docs/events.md'), markdownOf(catalog)],
    [join(root, 'docs/asyncapi.yaml'), asyncApiOf(catalog)],
  ]);
  for (const definition of catalog.values()) {
    files.set(join(schemaFolder, `${definition.type}.json`), json(schemaOf(definition)));
  }
  return files;
}

async function publishedSchemas(): Promise<Map<string, JsonSchema>> {
  const names = existsSync(schemaFolder) ? await readdir(schemaFolder) : [];
  const read = names
    .filter((name) => name.endsWith('.json'))
    .map(async (name) => {
      const schema = JSON.parse(await readFile(join(schemaFolder, name), 'utf8')) as JsonSchema;
      return [basename(name, '.json'), schema] as const;
    });
  return new Map(await Promise.all(read));
}

/** Breaks of what was published, one sentence each. */
async function breaks(): Promise<string[]> {
  return [...(await publishedSchemas())].flatMap(([type, published]) => {
    const definition = catalog.get(type);
    if (definition !== undefined) return incompatibilities(published, schemaOf(definition));
    return `${type}: is no longer in the catalog; delete contracts/schemas/${type}.json when nobody reads it any more`;
  });
}

async function isStale(path: string, content: string): Promise<boolean> {
  return !existsSync(path) || (await readFile(path, 'utf8')) !== content;
}

async function main(options: ReadonlySet<string>): Promise<number> {
  const faults = options.has('--accept') ? [] : await breaks();
  if (faults.length > 0) {
    const advice = 'Declare the changed event as a new version (…v2) beside the old one.';
    process.stderr.write(
      `The event catalog breaks what it promised:\n  ${faults.join('\n  ')}\n${advice}\n`,
    );
    return 1;
  }
  const stale: string[] = [];
  for (const [path, content] of generated()) {
    if (await isStale(path, content)) stale.push(path);
  }
  if (options.has('--check')) {
    if (stale.length === 0) return 0;
    const names = stale.map((path) => path.slice(root.length)).join('\n  ');
    process.stderr.write(
      `Not as the event schemas are; run node scripts/events-docs.mjs:\n  ${names}\n`,
    );
    return 1;
  }
  await mkdir(schemaFolder, { recursive: true });
  const files = generated();
  for (const path of stale) await writeFile(path, files.get(path) ?? '');
  process.stdout.write(`${stale.length} of ${files.size} files written\n`);
  return 0;
}

process.exitCode = await main(new Set(process.argv.slice(2)));
