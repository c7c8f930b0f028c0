import { buildSchema, findBreakingChanges } from 'graphql';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { composeSubgraphs, readSubgraphs } from './supergraph/composition.js';

/*
 * Composes the subgraphs of this checkout into gateway/supergraph.graphql and gateway/schema.graphql.
 *   node gateway/dist/compose.js                    writes both; refuses to break the committed API schema
 *   node gateway/dist/compose.js --allow-breaking   writes both, breaking changes included
 *   node gateway/dist/compose.js --check            writes nothing; fails when either file is not fresh
 *   --base <git revision>                           compares with that revision's API schema instead
 */
const root = new URL('../../', import.meta.url);
const supergraphFile = new URL('gateway/supergraph.graphql', root);
const apiFile = new URL('gateway/schema.graphql', root);

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    'allow-breaking': { type: 'boolean', default: false },
    base: { type: 'string' },
  },
});

/** Ends with what is wrong on standard error. */
function fail(lines: readonly string[]): never {
  console.error(lines.join('\n'));
  process.exit(1);
}

const present = async (file: URL): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(() => undefined);

/** The API schema that clients already rely on. */
async function promised(): Promise<string | undefined> {
  if (options.base === undefined) return present(apiFile);
  return execFileSync('git', ['show', `${options.base}:gateway/schema.graphql`], {
    cwd: root,
    encoding: 'utf8',
  });
}

const composition = composeSubgraphs(await readSubgraphs(root));
if (!composition.ok) fail(['The subgraphs do not compose:', ...composition.errors]);
for (const hint of composition.hints) console.warn(`hint ${hint}`);

const before = await promised();
const breaking =
  before === undefined
    ? []
    : findBreakingChanges(buildSchema(before), buildSchema(composition.apiSdl));
if (breaking.length > 0 && !options['allow-breaking']) {
  fail([
    'The API schema would break its clients:',
    ...breaking.map(({ type, description }) => `  ${type}: ${description}`),
    'If that is meant: node gateway/dist/compose.js --allow-breaking',
  ]);
}

const outcomes = [
  { file: supergraphFile, text: composition.supergraphSdl },
  { file: apiFile, text: composition.apiSdl },
];
for (const { file, text } of outcomes) {
  if ((await present(file)) === text) continue;
  const name = file.pathname.slice(root.pathname.length);
  if (options.check) fail([`${name} is not fresh: run node gateway/dist/compose.js`]);
  await writeFile(file, text);
  console.log(`${name} written`);
}
