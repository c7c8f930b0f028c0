import type { PrismaPg } from '@prisma/adapter-pg';
import type { ContextName } from '@voltpark/contracts';
import type { GraphQLSchema } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type pg from 'pg';
import type { z } from 'zod';
import type { LiveEvents } from './backbone/port.js';
import type { StatusLine } from './backbone/status-line.js';
import type { Reaction } from './backbone/reaction.js';
import type { Clock } from './clock.js';
import type { SqlExecutor } from './database/executor.js';
import type { Logger } from './log.js';
import type { PersonalData } from './privacy/personal-data.js';
import type { SubgraphRequest } from './request.js';

/** What the house gives a context to build itself with. */
export interface House<Environment> {
  readonly environment: Environment;
  /** The one connection pool of this context, for measured hot paths. */
  readonly pool: pg.Pool;
  /** What `new PrismaClient` is made with: the pool, and how long transactions wait and may take. */
  readonly prismaOptions: {
    readonly adapter: PrismaPg;
    readonly transactionOptions: { readonly maxWait: number; readonly timeout: number };
  };
  readonly liveEvents: LiveEvents;
  /** Rings after a commit that wrote outbox rows, so that the relay need not wait for its next poll. */
  readonly ringDoorbell: () => void;
  /** How every context does, as each tells by itself. */
  readonly statuses: StatusLine;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a context gives back: everything the house needs to run it. */
export interface ContextParts<Tx extends SqlExecutor> {
  /** Resolvers for the context's `schema.graphql`, as generated types describe them. */
  readonly resolvers: object;
  /** The GraphQL context value of one request: loaders and use cases bound to the one who asks. */
  requestContext(request: SubgraphRequest): object;
  /** Opens the context's own transaction, in which inbox and reactions work. */
  transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  readonly reactions?: readonly Reaction<Tx>[];
  /** What the context knows of people. With it, the house forgets a person here when accounts says so. */
  readonly people?: PersonalData<Tx>;
  /** Plain HTTP routes beside GraphQL, by path; public, as the gateway passes them on (JWKS, for example). */
  readonly routes?: Readonly<Record<string, Route>>;
  /** Work to do once everything runs, before the context is ready: seeding, warming. */
  started?(): Promise<void>;
  /** Ends what the context itself started. */
  stop?(): Promise<void>;
}

/** A plain HTTP route. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The declaration of one bounded context; its `main.ts` exports it as `context`. */
export interface ContextDefinition<Environment = unknown, Tx extends SqlExecutor = SqlExecutor> {
  readonly name: ContextName;
  /**
   * The package's folder, `new URL('..', import.meta.url)` in `main.ts`: `schema.graphql` stands there, and
   * `../../prisma/<name>/` holds its migrations.
   */
  readonly root: URL;
  /** Variables of its own, beside those of the house; parsed once, faults reported together. */
  readonly environment: z.ZodType<Environment>;
  build(house: House<Environment>): Promise<ContextParts<Tx>> | ContextParts<Tx>;
}

/** Keeps the types of a definition together. */
export function defineContext<Environment, Tx extends SqlExecutor>(
  definition: ContextDefinition<Environment, Tx>,
): ContextDefinition<Environment, Tx> {
  return definition;
}

/** A context that runs: what gateway, servers and stack see of it. */
export interface RunningContext {
  readonly name: ContextName;
  /** Executable subgraph schema, authorization directives enforced, `_service` and `_entities` included. */
  readonly schema: GraphQLSchema;
  requestContext(request: SubgraphRequest): object;
  readonly routes: Readonly<Record<string, Route>>;
  /** Resolves with what is not ready, by part; empty when the context can serve. */
  unready(): Promise<Readonly<Record<string, string>>>;
  /** Finishes in-flight work, releases the relay lock, closes connections. */
  stop(): Promise<void>;
}
