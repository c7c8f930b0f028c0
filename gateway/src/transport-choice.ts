import { createActorSigner } from '@voltpark/kit/actor-token';
import { EnvironmentError } from '@voltpark/kit/environment';
import type { GatewayEnvironment } from './environment.js';
import type { GatewayOptions } from './gateway.js';
import type { SubgraphTransport } from './ports.js';
import { countCall } from './server/metrics.js';
import type { Routing } from './supergraph/routing.js';
import { createHttpTransport, createInProcessTransport } from './transport/index.js';

/** The way to subgraphs that the options ask for: given, within the process, or over the network. */
export async function createTransport(
  options: Pick<GatewayOptions, 'contexts' | 'transport'>,
  environment: GatewayEnvironment,
  routing: Routing,
): Promise<SubgraphTransport> {
  const deadlineMs = environment.SUBGRAPH_DEADLINE_MS;
  if (options.transport) return options.transport;
  if (options.contexts)
    return createInProcessTransport(options.contexts, { onCall: countCall, deadlineMs });
  const key = environment.VOLTPARK_ACTOR_PRIVATE_JWK;
  if (!key) {
    throw new EnvironmentError([
      'VOLTPARK_ACTOR_PRIVATE_JWK: must be set where subgraphs are reached over the network',
    ]);
  }
  const signer = await createActorSigner(key);
  return createHttpTransport({
    urlOf: (service) => routing.urlOf(service),
    signActor: (actor) => signer.sign(actor),
    onCall: countCall,
    deadlineMs,
  });
}
