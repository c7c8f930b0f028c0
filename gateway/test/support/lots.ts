import { anonymous, type Actor } from '@voltpark/contracts';
import type { RunningContext } from '@voltpark/kit/context';
import { buildSchemaFromSdl } from '@voltpark/kit/graphql/schema';
import { createLogger } from '@voltpark/kit/log';
import { buildSchema, GraphQLError } from 'graphql';
import { Registry } from 'prom-client';
import { createExecutor } from '../../src/execution/index.js';
import { operationLimits } from '../../src/limits.js';
import { createAdmit } from '../../src/operation/admit.js';
import type { Identity, LiveOptions, SubgraphTransport } from '../../src/ports.js';
import { formatError } from '../../src/server/errors.js';
import { composeSubgraphs } from '../../src/supergraph/composition.js';
import {
  draftSupergraph,
  loadedSupergraph,
  type LoadedSupergraph,
} from '../../src/supergraph/loaded.js';
import { EventQueue } from '../../src/transport/event-queue.js';
import { createInProcessTransport } from '../../src/transport/index.js';
import { LotStream } from './lot-stream.js';
import { patienceMs } from './patience.js';

// What fails in these subgraphs fails on purpose.
process.env['LOG_LEVEL'] ??= 'silent';

const header = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@authenticated"]
)`;

/** Owns lots and their changes. */
export const lotsSdl = `${header}
  type Query { lot(id: ID!): Lot }
  type Mutation { rename(id: ID!): Lot }
  type Lot @key(fields: "id") { id: ID! }
  type LotChange { kind: String! cursor: String! position: Int! lot: Lot! }
  type Subscription {
    lotChanges(lotId: ID!, after: String): LotChange!
    myLotChanges(lotId: ID!, after: String): LotChange! @authenticated
    ticks: Int!
  }`;

/** The same, knowing how lots are called. */
export const lotsWithNamesSdl = lotsSdl.replace(
  'type Lot @key(fields: "id") { id: ID! }',
  'type Lot @key(fields: "id") { id: ID! name: String }',
);

/** Knows how lots are called. */
export const namesSdl = `${header}
  type Query { names: [String!] }
  type Lot @key(fields: "id") { id: ID! name: String }`;

/** Two subgraphs under the control of a spec, composed, and everything live transports are made of. */
export interface Lots {
  readonly stream: LotStream;
  readonly options: LiveOptions;
  readonly contexts: readonly RunningContext[];
  /** Entities that the subgraph of names was asked for. */
  namesAsked(): number;
  /** Resolves when it was asked for so many. */
  untilNamesAsked(count: number): Promise<void>;
  /** What `lot.name` waits for; resolves at once by default. */
  holdNames(until: () => Promise<void>): void;
  /** Sends one tick. */
  tick(value: number): void;
  /** Breaks what sends ticks. */
  breakTicks(): void;
  /** From now on the subgraph of lots knows their names itself. */
  moveNames(): void;
  /** Puts another supergraph in force; the SDL of names may differ. */
  reload(sdl: { lots?: string; names?: string }): LoadedSupergraph;
  /** Who has which token. */
  readonly identities: Map<string, Identity>;
}

export const anna: Actor = { ...anonymous, kind: 'PERSON', id: 'anna' };
export const ben: Actor = { ...anonymous, kind: 'PERSON', id: 'ben' };

function compose(lots: string, names: string): LoadedSupergraph {
  const composition = composeSubgraphs([
    { name: 'lots', url: 'http://lots', sdl: lots },
    { name: 'names', url: 'http://names', sdl: names },
  ]);
  if (!composition.ok) throw new Error(composition.errors.join('\n'));
  return loadedSupergraph(
    draftSupergraph(composition.supergraphSdl),
    buildSchema(composition.apiSdl),
  );
}

/** @param transport another way to the subgraphs than within the process */
export function makeLots(
  transport?: (contexts: readonly RunningContext[]) => SubgraphTransport,
): Lots {
  const stream = new LotStream();
  const tickers = new Set<EventQueue<{ ticks: number }>>();
  const asked = { names: 0 };
  const askers = new Set<() => void>();
  let nameGate = async (): Promise<void> => undefined;
  const follow = (_root: unknown, { lotId, after }: { lotId: string; after?: string | null }) => {
    if (lotId === 'forbidden') throw new GraphQLError('No.', { extensions: { code: 'FORBIDDEN' } });
    return stream.follow(lotId, after ?? null);
  };
  const lotsResolvers = {
    Query: { lot: (_root: unknown, { id }: { id: string }) => ({ id }) },
    Mutation: { rename: (_root: unknown, { id }: { id: string }) => ({ id }) },
    Subscription: {
      lotChanges: { subscribe: follow },
      myLotChanges: {
        subscribe: follow,
        resolve: ({ lotChanges }: { lotChanges: unknown }) => lotChanges,
      },
      ticks: {
        subscribe: () => {
          const queue = new EventQueue<{ ticks: number }>(10, () => tickers.delete(queue));
          tickers.add(queue);
          return queue;
        },
      },
    },
  };
  const lots = context('lots', lotsSdl, lotsResolvers);
  const names = context('names', namesSdl, {
    Lot: {
      __resolveReference: (lot: { id: string }) => lot,
      name: async ({ id }: { id: string }) => {
        asked.names += 1;
        for (const asker of askers) asker();
        askers.clear();
        await nameGate();
        return `Lot ${id}`;
      },
    },
  });
  const contexts = [lots, names];
  let supergraph = compose(lotsSdl, namesSdl);
  const identities = new Map<string, Identity>();
  const log = createLogger('spec', 'silent');
  const way =
    transport?.(contexts) ?? createInProcessTransport(contexts, { deadlineMs: patienceMs });
  const options: LiveOptions = {
    admit: createAdmit(() => supergraph, operationLimits),
    authenticate: async ({ authorization }) => {
      if (authorization === undefined) return { actor: anonymous, expiresAt: null };
      const identity = identities.get(authorization);
      if (identity) return identity;
      throw new GraphQLError('Who?', { extensions: { code: 'UNAUTHENTICATED' } });
    },
    formatError,
    allowOrigin: (origin) => origin !== 'https://evil.example',
    executor: createExecutor({ transport: way, log }),
    transport: way,
    metrics: new Registry(),
    log,
  };
  return {
    stream,
    options,
    contexts,
    identities,
    namesAsked: () => asked.names,
    async untilNamesAsked(count) {
      while (asked.names < count) await new Promise<void>((resolve) => askers.add(resolve));
    },
    holdNames: (until) => (nameGate = until),
    tick: (value) => {
      for (const ticker of tickers) ticker.push({ ticks: value });
    },
    moveNames: () => {
      const withNames = context('lots', lotsWithNamesSdl, {
        ...lotsResolvers,
        Lot: { name: ({ id }: { id: string }) => `Moved ${id}` },
      });
      Object.assign(lots, { schema: withNames.schema });
    },
    breakTicks: () => {
      for (const ticker of tickers) ticker.break(new Error('The line broke.'));
    },
    reload: (sdl) => (supergraph = compose(sdl.lots ?? lotsSdl, sdl.names ?? namesSdl)),
  };
}

function context(name: string, sdl: string, resolvers: object): RunningContext {
  return {
    name,
    schema: buildSchemaFromSdl(sdl, resolvers),
    requestContext: () => ({}),
    routes: {},
    unready: async () => ({}),
    stop: async () => undefined,
  };
}
