import { anonymous } from '@voltpark/contracts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { addressOf, type LiveHouse } from '../house.js';
import { closeCodes } from '../limits.js';
import { afterDelay } from '../timer.js';
import { UserSlots } from '../user-slots.js';
import { Connection } from './connection.js';

/** Name of the sub-protocol, as clients ask for it. */
const subprotocol = 'graphql-transport-ws';

/** Accepts WebSockets of clients. */
export class WebSocketTransport {
  readonly #server: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #undecided: UserSlots;
  #isDraining = false;

  constructor(private readonly house: LiveHouse) {
    const { limits } = house;
    this.#undecided = new UserSlots(limits);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      // Compression would cost a context and its memory per client, and the shared frames their point.
      perMessageDeflate: false,
      maxPayload: limits.messageBytes,
      maxFragments: limits.messageFragments,
      handleProtocols: (protocols) => protocols.has(subprotocol) && subprotocol,
    });
  }

  /** Takes over an upgrade, or turns it away. */
  handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.#isDraining) return refuse(stream, '503 Service Unavailable');
    if (!this.house.options.allowOrigin(request.headers.origin)) {
      return refuse(stream, '403 Forbidden');
    }
    // Until a socket says whose it is, it counts for its address.
    const settled = this.#undecided.take(anonymous, addressOf(this.house, request));
    if (settled === undefined) return refuse(stream, '429 Too Many Requests');
    stream.once('close', settled);
    this.#server.handleUpgrade(request, stream, head, (ws) => {
      if (ws.protocol !== subprotocol) {
        ws.on('error', () => undefined);
        ws.close(closeCodes.subprotocolNotAcceptable, 'Subprotocol not acceptable');
        return;
      }
      const connection = new Connection(ws, stream, request, this.house, settled);
      this.#connections.add(connection);
      ws.on('close', () => this.#connections.delete(connection));
    });
  }

  /** Closes everybody, spread over a while, so that they do not all come back in one moment. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    const connections = [...this.#connections];
    const stepMs = this.house.limits.drainSpreadMs / Math.max(connections.length, 1);
    await Promise.all(
      connections.map(
        (connection, index) =>
          new Promise<void>((resolve) => {
            connection.onceClosed(resolve);
            afterDelay(index * stepMs, () => connection.close(closeCodes.goingAway, 'Going away'));
          }),
      ),
    );
  }
}

/** Turns an upgrade away in plain HTTP. */
function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
