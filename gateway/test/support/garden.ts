import { jwksPath } from '@voltpark/contracts';
import type { RunningContext, Route } from '@voltpark/kit/context';
import { buildSchemaFromSdl } from '@voltpark/kit/graphql/schema';
import { createLogger } from '@voltpark/kit/log';
import type { SubgraphRequest } from '@voltpark/kit/request';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, type Gateway, type GatewayOptions } from '../../src/index.js';
import { composeSubgraphs, type SubgraphSource } from '../../src/supergraph/composition.js';
import { accounts, garden, weather } from '../fixtures/subgraphs.js';
import { createTestIssuer, type TestIssuer } from './issuer.js';

/** A gateway over the garden, in one process, on a port of its own. */
export interface Garden extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly issuer: TestIssuer;
  /** Keys that accounts knows, with the number of times each was asked for. */
  readonly apiKeys: Map<string, { asked: number }>;
  /** Actors as the subgraph saw them, latest last. */
  readonly seen: SubgraphRequest[];
  /** What `slow` waits for. */
  slow: () => Promise<void>;
  /** Asks by POST. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** Writes another supergraph into the file. */
  writeSupergraph(text: string): Promise<void>;
}

export interface AskOptions {
  readonly variables?: object;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** The supergraph of these subgraphs. */
export function supergraphOf(subgraphs: readonly SubgraphSource[]): string {
  const composition = composeSubgraphs(subgraphs);
  if (!composition.ok) throw new Error(composition.errors.join('\n'));
  return composition.supergraphSdl;
}

const plant = (id: string) => ({ __typename: 'Plant', id, name: `Plant ${id}` });

export async function startGarden(options: GatewayOptions = {}): Promise<Garden> {
  const issuer = await createTestIssuer();
  const apiKeys = new Map<string, { asked: number }>();
  const seen: SubgraphRequest[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'voltpark-garden-'));
  const path = join(folder, 'supergraph.graphql');
  await writeFile(path, supergraphOf([accounts, garden, weather]));
  const state: { slow: () => Promise<void> } = { slow: () => Promise.resolve() };

  const contexts = [
    context(garden, {
      Query: {
        plant: (_: unknown, { id }: { id: string }) => plant(id),
        diary: () => 'Dear diary',
        till: () => ({ minor: 100 }),
        whoAsks: (_: unknown, _arguments: unknown, { request }: { request: SubgraphRequest }) => {
          seen.push(request);
          return request.actor.id;
        },
        broken: () => {
          throw new Error('SELECT * FROM secrets at http://10.0.0.7');
        },
        slow: () => state.slow().then(() => 'done'),
      },
      Mutation: { visit: () => 1, sow: () => plant('9') },
      Plant: { __resolveReference: ({ id }: { id: string }) => plant(id) },
    }),
    context(weather, {
      Query: { forecast: () => 'rain' },
      Plant: { __resolveReference: ({ id }: { id: string }) => ({ id, thirst: 3 }) },
    }),
    context(
      accounts,
      {
        Mutation: {
          exchangeApiKey: async (_: unknown, { input }: { input: { apiKey: string } }) => {
            const known = apiKeys.get(input.apiKey);
            if (!known) return { __typename: 'InvalidApiKey', message: 'Unknown.' };
            known.asked += 1;
            const accessToken = await issuer.token({
              sub: 'key-1',
              kind: 'API_KEY',
              roles: ['DEVICE'],
            });
            return { __typename: 'ApiKeyExchanged', accessToken, expiresAt: '' };
          },
          linkIdentity: async (_: unknown, { input }: { input: { subject: string } }) => {
            if (input.subject === 'locked')
              return { __typename: 'AccountDeactivated', message: 'Locked.' };
            const accessToken = await issuer.token({ sub: `linked-${input.subject}` });
            return { __typename: 'IdentityLinked', accessToken, expiresAt: '' };
          },
        },
      },
      {
        [jwksPath]: (_request, response) => {
          response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.jwks));
        },
      },
    ),
  ];
  const gateway = await startGateway({
    environment: {},
    contexts,
    supergraphPath: path,
    port: 0,
    log: createLogger('spec', 'silent'),
    ...options,
  });
  return {
    gateway,
    issuer,
    apiKeys,
    seen,
    get slow() {
      return state.slow;
    },
    set slow(wait) {
      state.slow = wait;
    },
    ask: (query, asked = {}) => ask(gateway.url, query, asked),
    writeSupergraph: (text) => writeFile(path, text),
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function ask(url: string, query: string, options: AskOptions): Promise<Answer> {
  const { headers, variables, operationName } = options;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const body = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, ...body };
}

function context(
  { name, sdl }: SubgraphSource,
  resolvers: object,
  routes: Readonly<Record<string, Route>> = {},
): RunningContext {
  return {
    name,
    schema: buildSchemaFromSdl(sdl, resolvers),
    requestContext: (request) => ({ request }),
    routes,
    unready: () => Promise.resolve({}),
    stop: () => Promise.resolve(),
  };
}
