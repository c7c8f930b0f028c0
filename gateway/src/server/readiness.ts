import { anonymous } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import type { SubgraphTransport } from '../ports.js';

/** Whether the gateway should get requests. */
export interface Readiness {
  readonly ready: boolean;
  /** What is wrong, by part; a part that is wrong need not make the whole unready. */
  readonly unready: Readonly<Record<string, string>>;
}

export interface ReadinessParts {
  readonly transport: SubgraphTransport;
  /** Names of the subgraphs in force; empty before the supergraph is loaded. */
  readonly services: () => readonly string[];
  readonly isStopping: () => boolean;
}

/** How long a subgraph has to show that it is there, and how long its answer counts. */
const probeMs = 1_000;

/**
 * Ready at first when every subgraph answers. From then on for as long as any does: a subgraph that is down
 * costs its own fields only, and taking every gateway out of service for it would make a partial failure whole.
 */
export function createReadiness(parts: ReadinessParts): () => Promise<Readiness> {
  let wasReady = false;
  let last: { at: number; outcome: Promise<Readiness> } | undefined;

  const probe = async (): Promise<Readiness> => {
    const services = parts.services();
    if (services.length === 0) return { ready: false, unready: { supergraph: 'not loaded' } };
    const answers = await Promise.all(
      services.map(async (service) => [service, await faultOf(parts.transport, service)] as const),
    );
    const faults = answers.filter(([, fault]) => fault !== undefined);
    wasReady ||= faults.length === 0;
    return {
      ready: wasReady && faults.length < services.length,
      unready: Object.fromEntries(faults.map(([service, fault]) => [service, fault ?? ''])),
    };
  };

  return async () => {
    if (parts.isStopping()) return { ready: false, unready: { gateway: 'stopping' } };
    const now = Date.now();
    if (!last || now - last.at > probeMs) last = { at: now, outcome: probe() };
    return last.outcome;
  };
}

async function faultOf(transport: SubgraphTransport, service: string): Promise<string | undefined> {
  try {
    const { data } = await transport.execute(service, {
      kind: 'query',
      query: '{ __typename }',
      request: { actor: anonymous, correlationId: newId(), deadline: Date.now() + probeMs },
    });
    return data ? undefined : 'answers with errors';
  } catch {
    return 'does not answer';
  }
}
