import { metrics } from '@voltpark/kit/metrics';
import { Counter, Histogram } from 'prom-client';

/*
 * Metrics of the gateway, in the process's one registry. Labels are from small fixed sets; the children are
 * kept, as looking one up by its labels costs more than counting.
 */

const requests = new Counter({
  name: 'voltpark_gateway_requests_total',
  help: 'GraphQL requests over HTTP, by kind of operation and outcome: ok, errors (some field failed), refused (never executed).',
  labelNames: ['kind', 'outcome'] as const,
  registers: [metrics],
});

const durations = new Histogram({
  name: 'voltpark_gateway_request_duration_seconds',
  help: 'From the arrival of a GraphQL request over HTTP to its answer.',
  labelNames: ['kind'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [metrics],
});

const calls = new Counter({
  name: 'voltpark_gateway_subgraph_calls_total',
  help: 'Calls of subgraphs, by outcome.',
  labelNames: ['service', 'outcome'] as const,
  registers: [metrics],
});

const callDurations = new Histogram({
  name: 'voltpark_gateway_subgraph_call_duration_seconds',
  help: 'Time that a subgraph took to answer the gateway.',
  labelNames: ['service'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
  registers: [metrics],
});

/** Requests turned away before anyone looked at them. */
export const shedRequests = new Counter({
  name: 'voltpark_gateway_shed_requests_total',
  help: 'Requests turned away, by reason: overload, rate.',
  labelNames: ['reason'] as const,
  registers: [metrics],
});

/** Supergraphs that came into force. */
export const supergraphChanges = new Counter({
  name: 'voltpark_gateway_supergraph_changes_total',
  help: 'Supergraphs that came into force since the start.',
  registers: [metrics],
});

/** Of a request that ended. */
export type Kind = 'query' | 'mutation' | 'subscription' | 'none';
export type Outcome = 'ok' | 'errors' | 'refused';

const children = new Map<string, ReturnType<typeof requests.labels>>();
const timers = new Map<Kind, ReturnType<typeof durations.labels>>();

/** Counts one request. */
export function countRequest(kind: Kind, outcome: Outcome, seconds: number): void {
  const key = `${kind}/${outcome}`;
  let counter = children.get(key);
  if (!counter) children.set(key, (counter = requests.labels(kind, outcome)));
  counter.inc();
  let timer = timers.get(kind);
  if (!timer) timers.set(kind, (timer = durations.labels(kind)));
  timer.observe(seconds);
}

/** Counts one call of a subgraph. */
export function countCall(service: string, _kind: string, outcome: string, seconds: number): void {
  calls.labels(service, outcome).inc();
  callDurations.labels(service).observe(seconds);
}
