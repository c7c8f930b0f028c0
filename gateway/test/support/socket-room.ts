import { once } from 'node:events';
import { afterEach, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveLimits } from '../../src/subscriptions/index.js';
import { startLiveGateway, type LiveGateway } from './live-gateway.js';
import { anna, ben, makeLots, type Lots } from './lots.js';
import { RawSocket, type RawSocketOptions } from './raw-socket.js';

/** A live gateway for each spec, known to Anna and Ben, and raw sockets to it that are closed in the end. */
export class SocketRoom {
  lots: Lots = makeLots();
  gateway!: LiveGateway;
  readonly #sockets: RawSocket[] = [];

  constructor() {
    beforeEach(async () => {
      this.lots = makeLots();
      this.lots.identities.set('Bearer anna', { actor: anna, expiresAt: null });
      this.lots.identities.set('Bearer ben', { actor: ben, expiresAt: null });
      this.gateway = await startLiveGateway(this.lots);
    });
    afterEach(async () => {
      for (const socket of this.#sockets.splice(0)) socket.close();
      await this.gateway.close();
    });
  }

  /** Starts the gateway again with other limits, or over other parts. */
  async restart(limits?: Partial<LiveLimits>, lots: Lots = this.lots): Promise<void> {
    await this.gateway.close();
    this.gateway = await startLiveGateway(lots, limits);
  }

  /** A socket that has not said hello. */
  async open(options?: RawSocketOptions): Promise<RawSocket> {
    return this.#kept(await RawSocket.open(this.gateway.webSocketUrl, options));
  }

  /** A socket whose hello was acknowledged. */
  async ready(payload?: Record<string, unknown>): Promise<RawSocket> {
    return this.#kept(await RawSocket.ready(this.gateway.webSocketUrl, payload));
  }

  /** The status with which an upgrade is refused. */
  async refusal(headers: Record<string, string>): Promise<number> {
    const ws = new WebSocket(this.gateway.webSocketUrl, 'graphql-transport-ws', { headers });
    ws.on('error', () => undefined);
    const [, response] = (await once(ws, 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    return response.statusCode;
  }

  #kept(socket: RawSocket): RawSocket {
    this.#sockets.push(socket);
    return socket;
  }
}
