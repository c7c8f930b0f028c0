import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A context's name is one word: it is a token of event types, a database, a role and a part of GraphQL names. */
const namePattern = /^[a-z]{3,30}$/;

/** Where the files of a new context come from; the tree below is that of the repository. */
const templatesIn = (root: string) => join(root, 'stack', 'templates', 'context');

/** Why a name will not do, or undefined. */
export function faultOfName(root: string, name: string): string | undefined {
  if (!namePattern.test(name)) return 'The name is one word of 3 to 30 lower-case letters.';
  if (existsSync(join(root, 'subgraphs', name))) return `subgraphs/${name} exists already.`;
  return undefined;
}

/**
 * Writes a new context into a checkout: its package, its database schema, its events, and its entry wherever
 * contexts are listed. What is generated or computed from that (types, client, migration, supergraph) is not
 * written here.
 * @returns the paths of all files that were written or changed
 * @throws Error when the name will not do, with nothing written
 */
export async function writeContext(root: string, name: string): Promise<string[]> {
  const fault = faultOfName(root, name);
  if (fault !== undefined) throw new Error(fault);
  const templates = templatesIn(root);
  const written: string[] = [];
  const entries = await readdir(templates, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const template = join(entry.parentPath, entry.name);
    // The ending keeps every tool from taking a template for code.
    const path = fillIn(template.slice(templates.length + 1), name).replace(/\.template$/, '');
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), fillIn(await readFile(template, 'utf8'), name));
    written.push(path);
  }
  for (const [path, enlist] of Object.entries(lists)) {
    const before = await readFile(join(root, path), 'utf8');
    await writeFile(join(root, path), enlist(before, name));
    written.push(path);
  }
  return written.sort();
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Fills in the name: `__name__` → charging, `__Name__` → Charging. */
function fillIn(text: string, name: string): string {
  return text.replaceAll('__name__', name).replaceAll('__Name__', capitalised(name));
}

/** Wherever contexts are listed: how one more is added. */
const lists: Readonly<Record<string, (text: string, name: string) => string>> = {
  'contracts/src/events/index.ts': (text, name) =>
    inOrder(text, /^export \* as /, `export * as ${name}Events from './${name}.js';`),
  'codegen.yml': (text, name) =>
    `${text.trimEnd()}
  subgraphs/${name}/src/graphql/generated/types.ts:
    schema: [contracts/graphql/common.graphql, subgraphs/${name}/schema.graphql]
    plugins: [typescript, typescript-resolvers]
    config:
      immutableTypes: true
      mappers:
        ${capitalised(name)}Note: ../../domain/note.js#Note as NoteState
`,
  'stack/package.json': (text, name) => {
    const manifest = JSON.parse(text) as { dependencies: Record<string, string> };
    manifest.dependencies = Object.fromEntries(
      Object.entries({ ...manifest.dependencies, [`@voltpark/${name}`]: '0.1.0' }).sort(
        ([one], [other]) => (one < other ? -1 : 1),
      ),
    );
    return `${JSON.stringify(manifest, undefined, 2)}\n`;
  },
  'docker-compose.yml': enlistService,
};

/** Adds a line among those that match, in alphabetical order. */
function inOrder(text: string, among: RegExp, line: string): string {
  const lines = text.trimEnd().split('\n');
  const listed = [...lines.filter((each) => among.test(each)), line].sort();
  return `${[...lines.filter((each) => !among.test(each)), ...listed].join('\n')}\n`;
}

function enlistService(text: string, name: string): string {
  const upper = name.toUpperCase();
  const password = `\${${upper}_DATABASE_PASSWORD:?run compose-secrets.js first}`;
  const service = `  ${name}:
    <<: *context
    command: [context.js, ${name}]
    environment:
      <<: *context-environment
      ${upper}_DATABASE_URL: postgresql://${name}:${password}@postgres:5432/${name}

`;
  return [
    [/(?=^ {2}# `npm run new:context` adds)/m, service],
    [/(?<=^ {6}VOLTPARK_CONTEXTS: .*)$/m, ` ${name}`],
    [
      /(?=^ {6}# Passwords of further contexts)/m,
      `      ${upper}_DATABASE_PASSWORD: ${password}\n`,
    ],
  ].reduce((before, [place, addition]) => {
    const after = before.replace(place as RegExp, () => addition as string);
    if (after === before) throw new Error('docker-compose.yml has lost a place for new contexts.');
    return after;
  }, text);
}
