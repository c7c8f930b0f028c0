/** The peer: nothing but `ws`, sending texts to everybody who is connected. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** What is asked of it. */
export interface BroadcastOrder {
  readonly texts: readonly string[];
  readonly perSecond: number;
}

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ result: `ws://127.0.0.1:${port}/` });
});

process.on('message', ({ texts, perSecond }: BroadcastOrder) => {
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(
      Math.floor(((performance.now() - began) * perSecond) / 1000),
      texts.length,
    );
    for (; sent < due; sent += 1) {
      // The moment is another one; the bytes are as many.
      const now = `"at":"${new Date().toISOString()}"`;
      const text = texts[sent]?.replace(/"at":"[^"]+"/, now) ?? '';
      const bytes = Buffer.from(text);
      for (const client of sockets.clients) client.send(bytes, { binary: false });
    }
    if (sent === texts.length) {
      clearInterval(timer);
      process.send?.({ result: sent });
    }
  }, 1);
});
