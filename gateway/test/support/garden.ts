import { generateActorKeys } from '@voltpark/kit/actor-token';
import type { RunningContext } from '@voltpark/kit/context';
import { createLogger, type Logger } from '@voltpark/kit/log';
import { serveContext, type ContextServer } from '@voltpark/kit/server/server';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, type Gateway, type GatewayOptions } from '../../src/index.js';
import { composeSubgraphs, type SubgraphSource } from '../../src/supergraph/composition.js';
import { accounts, garden, weather } from '../fixtures/subgraphs.js';
import { gardenContexts, GardenState } from './garden-contexts.js';
import { createTestIssuer, type TestIssuer } from './issuer.js';
import { patienceMs } from './patience.js';

/** A gateway over the garden, on a port of its own. */
export interface Garden extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly issuer: TestIssuer;
  readonly state: GardenState;
  /** Asks by POST. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** Writes another supergraph into the file. */
  writeSupergraph(text: string): Promise<void>;
  /** Serves one more subgraph and gives its URL; distributed only. */
  startSubgraph(context: RunningContext): Promise<string>;
  /** Ends the server of one subgraph; distributed only. */
  stopSubgraph(name: string): Promise<void>;
}

export interface GardenOptions extends GatewayOptions {
  /** Subgraphs with servers of their own, reached over the network. */
  readonly isDistributed?: boolean;
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

/** No spec of the garden is about speed. */
const patience = {
  GATEWAY_DEADLINE_MS: String(patienceMs),
  SUBGRAPH_DEADLINE_MS: String(patienceMs),
  GATEWAY_SHED_LAG_MS: '0',
};

/** The supergraph of these subgraphs. */
export function supergraphOf(subgraphs: readonly SubgraphSource[]): string {
  const composition = composeSubgraphs(subgraphs);
  if (!composition.ok) throw new Error(composition.errors.join('\n'));
  return composition.supergraphSdl;
}

export async function startGarden(options: GardenOptions = {}): Promise<Garden> {
  const { isDistributed = false, environment, ...gatewayOptions } = options;
  const issuer = await createTestIssuer();
  const state = new GardenState();
  const contexts = gardenContexts(state, issuer);
  const folder = await mkdtemp(join(tmpdir(), 'voltpark-garden-'));
  const path = join(folder, 'supergraph.graphql');
  await writeFile(path, supergraphOf([accounts, garden, weather]));
  const log = createLogger('spec', 'silent');
  const servers = isDistributed ? await serve(contexts, log) : undefined;
  const gateway = await startGateway({
    environment: { ...patience, ...environment, ...servers?.environment },
    ...(servers ? {} : { contexts }),
    supergraphPath: path,
    port: 0,
    log,
    ...gatewayOptions,
  });
  return {
    gateway,
    issuer,
    state,
    ask: (query, asked = {}) => ask(gateway.url, query, asked),
    writeSupergraph: (text) => writeFile(path, text),
    startSubgraph: async (context) => {
      if (!servers) throw new Error('The garden is not distributed.');
      return servers.start(context);
    },
    stopSubgraph: async (name) => servers?.byName.get(name)?.stop(),
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await Promise.all([...(servers?.byName.values() ?? [])].map((server) => server.stop()));
      await rm(folder, { recursive: true });
    },
  };
}

/** Servers of the contexts, and what a gateway needs to know of them. */
async function serve(contexts: readonly RunningContext[], log: Logger) {
  const { privateJwk, publicJwk } = await generateActorKeys();
  const byName = new Map<string, ContextServer>();
  const start = async (context: RunningContext): Promise<string> => {
    const server = await serveContext(context, { actorPublicKey: publicJwk, log });
    byName.set(context.name, server);
    return server.url;
  };
  for (const context of contexts) await start(context);
  const urls = Object.fromEntries([...byName].map(([name, { url }]) => [name, url]));
  const environment = {
    VOLTPARK_ACTOR_PRIVATE_JWK: privateJwk,
    SUBGRAPH_URLS: JSON.stringify(urls),
  };
  return { byName, environment, start };
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
