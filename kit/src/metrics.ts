import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The metrics of this process. One registry, as one process may run the gateway and every context; the
 * `context` label tells them apart.
 */
export const metrics = new Registry();

/** Memory, event loop and garbage collection of the process; begins with the first call. */
export function measureProcess(): void {
  if (metrics.getSingleMetric('process_resident_memory_bytes') === undefined) {
    collectDefaultMetrics({ register: metrics });
  }
}

/** Requests that a subgraph has answered. */
export const subgraphRequests = new Counter({
  name: 'voltpark_subgraph_requests_total',
  help: 'GraphQL requests over HTTP, by outcome: ok, errors (some field failed), refused (never executed).',
  labelNames: ['context', 'outcome'] as const,
  registers: [metrics],
});

/** How long a subgraph took. */
export const subgraphDuration = new Histogram({
  name: 'voltpark_subgraph_request_duration_seconds',
  help: 'Time from the request to its answer.',
  labelNames: ['context'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
  registers: [metrics],
});

/** Subscriptions in force. */
export const subgraphSubscriptions = new Gauge({
  name: 'voltpark_subgraph_subscriptions',
  help: 'Subscriptions in force over WebSocket.',
  labelNames: ['context'] as const,
  registers: [metrics],
});

/** What a running context knows of itself at the moment of a scrape. */
export interface ContextMeasurements {
  readonly leader: boolean;
  readonly natsConnected: boolean;
  readonly outboxUnpublished: number;
  readonly outboxOldestSeconds: number;
  readonly consumerLag: readonly { readonly source: string; readonly events: number }[];
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number };
}

const gauge = (name: string, help: string, labels: readonly string[] = []) =>
  new Gauge({
    name: `voltpark_${name}`,
    help,
    labelNames: ['context', ...labels],
    registers: [metrics],
  });

const gauges = {
  leader: gauge('relay_leader', '1 where this process publishes and consumes for the context.'),
  nats: gauge('nats_connected', '1 while the context is connected to NATS.'),
  outbox: gauge('outbox_unpublished', 'Outbox rows that wait to be published.'),
  outboxAge: gauge(
    'outbox_oldest_seconds',
    'How long the oldest unpublished outbox row has waited.',
  ),
  lag: gauge('consumer_lag', 'Events of a source context that are not taken in yet.', ['source']),
  deadLetters: gauge('dead_letters', 'Events in the dead letters.', ['state']),
  pool: gauge('pool_connections', 'Connections of the pool; waiting counts requests for one.', [
    'state',
  ]),
};

const sources = new Map<string, () => Promise<ContextMeasurements>>();

/** Adds a running context to every later scrape. Returns what takes it out again. */
export function measureContext(
  context: string,
  measure: () => Promise<ContextMeasurements>,
): () => void {
  sources.set(context, measure);
  return () => {
    if (sources.get(context) === measure) sources.delete(context);
  };
}

/** The scrape: Prometheus text. A context that cannot be measured is left at its last values. */
export async function metricsText(): Promise<string> {
  await Promise.all(
    [...sources].map(async ([context, measure]) => {
      const measured = await measure().catch(() => undefined);
      if (measured !== undefined) take(context, measured);
    }),
  );
  return metrics.metrics();
}

function take(context: string, measured: ContextMeasurements): void {
  gauges.leader.set({ context }, measured.leader ? 1 : 0);
  gauges.nats.set({ context }, measured.natsConnected ? 1 : 0);
  gauges.outbox.set({ context }, measured.outboxUnpublished);
  gauges.outboxAge.set({ context }, measured.outboxOldestSeconds);
  for (const { source, events } of measured.consumerLag)
    gauges.lag.set({ context, source }, events);
  for (const [state, count] of Object.entries(measured.deadLetters)) {
    gauges.deadLetters.set({ context, state }, count);
  }
  for (const [state, count] of Object.entries(measured.pool))
    gauges.pool.set({ context, state }, count);
}
