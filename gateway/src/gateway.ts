import type { RunningContext } from '@voltpark/kit/context';
import { parseEnvironment } from '@voltpark/kit/environment';
import { createLogger, type Logger } from '@voltpark/kit/log';
import { measureProcess } from '@voltpark/kit/metrics';
import { print } from 'graphql';
import { fileURLToPath } from 'node:url';
import { gatewayEnvironment, type GatewayEnvironment } from './environment.js';
import { createExecutor } from './execution/index.js';
import { operationLimits, type OperationLimits } from './limits.js';
import { createAdmit } from './operation/admit.js';
import { OperationPreparer } from './operation/prepare.js';
import type { ActiveSupergraph, SubgraphTransport } from './ports.js';
import { createFrontDoor, type FrontDoor } from './server/front-door.js';
import { supergraphChanges } from './server/metrics.js';
import { createPipeline, executorFor } from './server/pipeline.js';
import { SupergraphGateway } from './supergraph/gateway.js';
import { createRouting, type Routing } from './supergraph/routing.js';
import { createTransport } from './transport-choice.js';

/** How to start a gateway. What is left out comes from the environment. */
export interface GatewayOptions {
  /** Variables, see {@link gatewayEnvironment}; the process's own where not given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Contexts in this process; without them subgraphs are reached over the network. */
  readonly contexts?: readonly RunningContext[];
  /** Subgraph name → GraphQL URL, over the network. */
  readonly subgraphUrls?: Readonly<Record<string, string>>;
  /** Another way to reach subgraphs than the two above. */
  readonly transport?: SubgraphTransport;
  /** The composed supergraph; the committed one by default. */
  readonly supergraphPath?: string;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly log?: Logger;
  /** Operation limits that differ from those in limits.ts. */
  readonly limits?: Partial<OperationLimits>;
}

/** A gateway that serves. */
export interface Gateway {
  /** Base URL, `http://127.0.0.1:4000`; GraphQL is at `/graphql`. */
  readonly url: string;
  readonly port: number;
  /** The supergraph in force. */
  readonly supergraph: ActiveSupergraph;
  /** Resolves when every supergraph that was read so far is in force or refused. */
  settled(): Promise<void>;
  /**
   * Readiness goes, the door closes, live clients are sent off staggered, requests in hand finish; at the latest
   * after `stopLimits.totalMs`. The contexts go on.
   */
  stop(): Promise<void>;
}

const committedSupergraph = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

/**
 * Starts the gateway: loads the supergraph, then listens.
 * @throws EnvironmentError with every fault of the environment
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const variables = options.environment ?? process.env;
  const environment = withOptions(parseEnvironment(gatewayEnvironment, variables), options);
  const log = options.log ?? createLogger('gateway');
  measureProcess();

  let door: FrontDoor | undefined;
  const routing: Routing = createRouting({
    variables,
    table: { ...environment.SUBGRAPH_URLS, ...options.subgraphUrls },
    supergraphUrls: () => supergraph.current.urls,
  });
  const transport = await createTransport(options, environment, routing);
  const executor = createExecutor({ transport, log });
  const limits = { ...operationLimits, ...options.limits };
  const preparer = new OperationPreparer(limits);
  const supergraph: SupergraphGateway = new SupergraphGateway({
    path: environment.SUPERGRAPH_PATH ?? committedSupergraph,
    executor: executorFor(executor),
    prepare: (next) =>
      executor.prewarm(next, (used) => {
        const again = preparer.prepare(next, print(used.document), used.operationName);
        return again.ok ? again.operation : undefined;
      }),
    inForce: (now) => {
      supergraphChanges.inc();
      door?.live.supergraphChanged(now);
    },
    log,
  });
  const apollo = createPipeline(supergraph, log);
  await apollo.start();
  // The planner takes a while to make; the first client should not wait for it.
  await executor.prewarm(supergraph.current, () => undefined);
  try {
    door = await createFrontDoor({
      apollo,
      admit: createAdmit(() => supergraph.current, limits, preparer),
      supergraph: () => supergraph.current,
      executor,
      transport,
      routing,
      contexts: options.contexts ?? [],
      environment,
      log,
    });
  } catch (error) {
    await apollo.stop();
    await transport.close();
    throw error;
  }
  const { url, port } = door;
  log.info({ url }, 'the gateway is open');
  let stopped: Promise<void> | undefined;
  return {
    url,
    port,
    get supergraph() {
      return supergraph.current;
    },
    settled: () => supergraph.settled(),
    stop() {
      stopped ??= close(door, () => apollo.stop(), transport);
      return stopped;
    },
  };
}

async function close(
  door: FrontDoor,
  stopApollo: () => Promise<void>,
  transport: SubgraphTransport,
): Promise<void> {
  await door.close();
  await stopApollo();
  await transport.close();
}

/** What the caller says beats what the environment says. */
function withOptions(environment: GatewayEnvironment, options: GatewayOptions): GatewayEnvironment {
  const { host, port, supergraphPath } = options;
  return {
    ...environment,
    ...(host === undefined ? {} : { GATEWAY_HOST: host }),
    ...(port === undefined ? {} : { GATEWAY_PORT: port }),
    ...(supergraphPath === undefined ? {} : { SUPERGRAPH_PATH: supergraphPath }),
  };
}
