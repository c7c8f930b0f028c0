import type { RunningStack } from './options.js';

/** What a newcomer needs to know of a stack that runs: where, as whom, and one thing to try. */
export function banner(stack: RunningStack, startedMs: number): string {
  const { url, demo, adminCredentials } = stack;
  const accounts = demo?.accounts ?? [{ role: 'ADMIN', ...adminCredentials }];
  const facility = demo?.facilities[0];
  const lines = [
    '',
    `Voltpark runs (${(startedMs / 1000).toFixed(1)} s).`,
    '',
    `  GraphQL and GraphiQL  ${url}/graphql`,
    `  live updates          ${url.replace('http', 'ws')}/graphql (graphql-transport-ws), or SSE by POST`,
    `  health, metrics       ${url}/health  ${url}/ready  ${url}/metrics`,
    '',
    `  Sign in as (password of all: ${adminCredentials.password})`,
    ...accounts.map(({ role, email }) => `    ${role.padEnd(10)} ${email}`),
    '',
    '  Try',
    ...(facility === undefined ? tryMe(url) : tryFacility(url, facility.id)),
    '',
    '  Ctrl-C ends it; the data stay.',
    '',
  ];
  return lines.join('\n');
}

const curl = (url: string, query: string) => [
  `    curl -s ${url}/graphql -H 'content-type: application/json' \\`,
  `      -d '${JSON.stringify({ query })}'`,
];

const tryMe = (url: string) => curl(url, '{ facilities(first: 10) { edges { node { name } } } }');

const tryFacility = (url: string, id: string) =>
  curl(
    url,
    `{ facility(id: "${id}") { name isOpen occupancy { totals { total free occupied } } } }`,
  );
