import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gateway answers when a context takes longer than it waits; what was asked may well have been done. */
const timedOut = JSON.stringify({
  data: null,
  errors: [{ message: 'Too slow.', extensions: { code: 'SUBGRAPH_TIMEOUT' } }],
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A way to the gateway on which the first answer to each operation gets lost, after it was carried out. */
export async function losingFirstAnswers(
  gatewayUrl: string,
): Promise<{ readonly url: string; close(): Promise<unknown> }> {
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const { authorization } = request.headers;
      const answer = await fetch(new URL(request.url ?? '/', gatewayUrl), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
        },
        body,
      });
      const text = await answer.text();
      const { query } = JSON.parse(body) as { query: string };
      const isFirst = !asked.has(query);
      asked.add(query);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(isFirst ? timedOut : text);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
