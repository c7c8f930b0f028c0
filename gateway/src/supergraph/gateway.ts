import { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import type { Logger } from '@voltpark/kit/log';
import { followFile } from './file.js';
import {
  draftSupergraph,
  loadedSupergraph,
  type LoadedSupergraph,
  type SupergraphDraft,
} from './loaded.js';
import { withoutEnforcedPurposes } from './security.js';

type GatewayInterface = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
/** What Apollo Server calls to run an operation. */
export type GatewayExecutor = NonNullable<
  Awaited<ReturnType<GatewayInterface['load']>>['executor']
>;
type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** Where the supergraph comes from and who is told of it. */
export interface SupergraphGatewayOptions {
  /** The file; followed while the gateway runs. */
  readonly path: string;
  /** Runs operations in Apollo Server's place for execution. */
  readonly executor: GatewayExecutor;
  /**
   * Gets a new supergraph ready before it is in force, while requests still go by the old one. What it
   * rejects with is logged and does not hold up the change.
   */
  readonly prepare?: (next: LoadedSupergraph) => Promise<void>;
  /** A supergraph is in force. */
  readonly inForce?: (supergraph: LoadedSupergraph) => void;
  readonly log: Logger;
}

/**
 * ApolloGateway as loader of supergraphs: it reads, validates and reloads them and derives the API schema;
 * the executor is ours. A file that is no valid supergraph is logged and leaves the old one in force.
 */
export class SupergraphGateway implements GatewayInterface {
  readonly #options: SupergraphGatewayOptions;
  readonly #apollo: ApolloGateway;
  #draft: SupergraphDraft | undefined;
  #current: LoadedSupergraph | undefined;
  #stopFollowing = (): void => undefined;
  /** Changes come into force one after the other. */
  #changes: Promise<void> = Promise.resolve();
  #update: ((sdl: string) => void) | undefined;

  constructor(options: SupergraphGatewayOptions) {
    this.#options = options;
    // It would report to its maker, and ask every cloud's metadata service where it runs.
    process.env['APOLLO_TELEMETRY_DISABLED'] ??= '1';
    const { log, path } = options;
    this.#apollo = new ApolloGateway({
      validateSupergraph: true,
      logger: apolloLogger(log),
      // Subgraphs are reached by the executor's transports only.
      buildService: () => ({
        process: () => Promise.reject(new Error('Subgraphs are not reached this way')),
      }),
      supergraphSdl: {
        initialize: ({ update }) => {
          this.#update = update;
          const { content, stop } = followFile(path, (sdl) => this.replace(sdl), log);
          this.#stopFollowing = stop;
          return Promise.resolve({ supergraphSdl: this.#read(content) });
        },
      },
    });
    this.#apollo.onSchemaLoadOrUpdate(({ apiSchema }) => {
      const draft = this.#draft;
      if (!draft) return;
      const loaded = loadedSupergraph(draft, apiSchema);
      // The first one is in force at once: there is nothing to go on with meanwhile.
      if (!this.#current) this.#enforce(loaded);
      else this.#changes = this.#changes.then(() => this.#change(loaded));
    });
  }

  /** The supergraph in force. @throws before {@link load} */
  get current(): LoadedSupergraph {
    if (!this.#current) throw new Error('The supergraph is not loaded yet');
    return this.#current;
  }

  get isLoaded(): boolean {
    return this.#current !== undefined;
  }

  /** Resolves when every change so far is in force or refused. */
  async settled(): Promise<void> {
    await this.#changes;
  }

  /** Puts another supergraph in the place of the present one, unless it is not valid. */
  replace(supergraphSdl: string): void {
    try {
      this.#update?.(this.#read(supergraphSdl));
    } catch (error) {
      this.#options.log.error({ err: error }, 'the new supergraph is not valid; the old one stays');
    }
  }

  async load(
    options: Parameters<GatewayInterface['load']>[0],
  ): ReturnType<GatewayInterface['load']> {
    await this.#apollo.load(options);
    return { executor: this.#options.executor };
  }

  onSchemaLoadOrUpdate(listener: SchemaListener): () => void {
    return this.#apollo.onSchemaLoadOrUpdate(listener);
  }

  async stop(): Promise<void> {
    this.#stopFollowing();
    await this.#apollo.stop();
  }

  #read(supergraphSdl: string): string {
    this.#draft = draftSupergraph(supergraphSdl);
    return withoutEnforcedPurposes(this.#draft.document);
  }

  async #change(next: LoadedSupergraph): Promise<void> {
    try {
      await this.#options.prepare?.(next);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the new supergraph could not be warmed up');
    }
    this.#enforce(next);
  }

  #enforce(next: LoadedSupergraph): void {
    this.#current = next;
    this.#options.log.info(
      { version: next.version, subgraphs: next.services },
      'supergraph in force',
    );
    this.#options.inForce?.(next);
  }
}

/** Apollo's sentences at our level: its "info" is our "debug". */
function apolloLogger(log: Logger): {
  readonly [Level in 'debug' | 'info' | 'warn' | 'error']: (message?: unknown) => void;
} {
  return {
    debug: (message) => log.trace(String(message)),
    info: (message) => log.debug(String(message)),
    warn: (message) => log.warn(String(message)),
    error: (message) => log.error(String(message)),
  };
}
