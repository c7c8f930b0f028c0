import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLiveTransports, type LiveLimits } from '../../src/subscriptions/index.js';
import type { LiveTransports } from '../../src/ports.js';
import type { Lots } from './lots.js';
import { patienceMs } from './patience.js';

/** Closes soon, and is as patient with everybody as specs are that are not about that. */
const usual: Partial<LiveLimits> = {
  drainSpreadMs: 20,
  initTimeoutMs: patienceMs,
  operationDeadlineMs: patienceMs,
  eventDeadlineMs: patienceMs,
};

/** Live transports behind a plain HTTP server, as the gateway's server has them. */
export interface LiveGateway {
  readonly webSocketUrl: string;
  readonly httpUrl: string;
  readonly live: LiveTransports;
  /** A figure of the metrics page. */
  metric(name: string): Promise<number>;
  close(): Promise<void>;
}

export async function startLiveGateway(
  lots: Lots,
  limits: Partial<LiveLimits> = {},
): Promise<LiveGateway> {
  lots.options.metrics.clear();
  const live = createLiveTransports(lots.options, { ...usual, ...limits });
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => live.handleSse(request, response, body));
  });
  server.on('upgrade', (request, socket, head) => live.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    webSocketUrl: `ws://127.0.0.1:${port}/graphql`,
    httpUrl: `http://127.0.0.1:${port}/graphql`,
    live,
    async metric(name) {
      const page = await lots.options.metrics.metrics();
      const line = page
        .split('\n')
        .find((text) => text.startsWith(`${name} `) || text.startsWith(`${name}{`));
      return Number(line?.slice(line.lastIndexOf(' ')) ?? NaN);
    },
    async close() {
      await live.drain();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET') {
    return Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
  }
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}
