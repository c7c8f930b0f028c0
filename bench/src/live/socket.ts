import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { clientFrame, FrameReader, type FrameListener } from './frame-reader.js';

/** Opens a WebSocket and hands its frames to the listener; answers pings. */
export async function openSocket(
  url: string,
  /** Which of the machine's own addresses to come from: the gateway allows one address so many connections. */
  localAddress: string | undefined,
  listener: Pick<FrameListener, 'text' | 'closed'>,
): Promise<{ send(text: string): void; close(): void }> {
  const stream = await upgrade(url.replace(/^ws/, 'http'), localAddress);
  const reader = new FrameReader({
    text: (payload) => listener.text(payload),
    closed: (code) => listener.closed(code),
    ping: (payload) => stream.write(clientFrame(10, payload)),
  });
  stream.on('data', (chunk: Buffer) => reader.read(chunk));
  stream.on('error', () => listener.closed(1006));
  stream.on('end', () => listener.closed(1006));
  return {
    send: (text) => stream.write(clientFrame(1, Buffer.from(text))),
    close: () => stream.destroy(),
  };
}

function upgrade(url: string, localAddress: string | undefined): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      ...(localAddress !== undefined && { localAddress }),
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        'sec-websocket-protocol': 'graphql-transport-ws',
      },
    });
    asked.on('upgrade', (_response, stream, head) => {
      if (head.length > 0) stream.unshift(head);
      resolve(stream);
    });
    asked.on('response', (response) => reject(new Error(`No upgrade: ${response.statusCode}`)));
    asked.on('error', reject);
    asked.end();
  });
}
