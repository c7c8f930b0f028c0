import { anonymous } from '@voltpark/contracts';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SubgraphUnavailable, type SubgraphCall } from '../../../src/ports.js';
import { HttpLine } from '../../../src/transport/http-line.js';

interface Received {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

let server: Server;
let url: string | undefined;
let respond: (response: ServerResponse) => void;
let received: Received[];
let line: HttpLine;

beforeEach(async () => {
  received = [];
  respond = (response) => response.end('{"data":{"a":1}}');
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      received.push({
        url: request.url,
        headers: request.headers,
        body: JSON.parse(text) as unknown,
      });
      respond(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql?v=1`;
  line = new HttpLine({ urlOf: () => url, signActor: async ({ id }) => `signed ${id}` });
});

afterEach(async () => {
  await line.close();
  server.closeAllConnections();
  server.close();
});

const call: SubgraphCall = {
  kind: 'query',
  query: 'query($x: Int) { a(text: "é\\"") }',
  request: { actor: anonymous, correlationId: 'c-1', deadline: 2_000, traceparent: '00-a-b-01' },
};
const attempt = () => ({ deadline: 1_000, isOver: false, cancel: undefined });
const reasonOf = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'it did not fail',
    (error: unknown) => (error instanceof SubgraphUnavailable ? error.reason : String(error)),
  );

describe('the line over HTTP', () => {
  it('says for whom it asks, until when, and as part of what', async () => {
    expect(await line.send('a', call, attempt())).toEqual({ data: { a: 1 } });
    expect(received[0]).toMatchObject({
      url: '/graphql?v=1',
      body: { query: call.query },
      headers: {
        'content-type': 'application/json',
        'x-voltpark-actor': 'signed anonymous',
        'x-correlation-id': 'c-1',
        'x-deadline': '1000',
        traceparent: '00-a-b-01',
      },
    });
  });

  it.each([
    [{ variables: { x: 1 } }, { variables: { x: 1 } }],
    [{ representationsJson: '[{"id":"ü"}]' }, { variables: { representations: [{ id: 'ü' }] } }],
    [
      { variables: { x: null }, representationsJson: '[]', operationName: 'B' },
      { operationName: 'B', variables: { x: null, representations: [] } },
    ],
    [{ variables: {}, representationsJson: '[1]' }, { variables: { representations: [1] } }],
  ])('sends %j', async (more, body) => {
    await line.send('a', { ...call, ...more }, attempt());
    expect(received[0]?.body).toEqual({ query: call.query, ...body });
  });

  it('puts an answer together from its pieces, wherever they break', async () => {
    const text = Buffer.from(JSON.stringify({ data: { a: 'grün 😀'.repeat(20_000) } }));
    respond = (response) => {
      for (let at = 0; at < text.length; at += 10_001)
        response.write(text.subarray(at, at + 10_001));
      response.end();
    };
    expect(await line.send('a', call, attempt())).toEqual(JSON.parse(text.toString()));
  });

  it('takes a GraphQL answer whatever its status', async () => {
    respond = (response) => {
      response.statusCode = 401;
      response.end('{"errors":[{"message":"no"}]}');
    };
    expect(await line.send('a', call, attempt())).toEqual({ errors: [{ message: 'no' }] });
  });

  it.each([
    [200, '<html>', 'BAD_RESPONSE'],
    [200, '{"x":1}', 'BAD_RESPONSE'],
    [200, '[]', 'BAD_RESPONSE'],
    [200, '{"data":', 'BAD_RESPONSE'],
    [404, 'nothing here', 'BAD_RESPONSE'],
    [503, 'later', 'UNREACHABLE'],
  ])('tells status %i with %j as %s', async (status, text, reason) => {
    respond = (response) => {
      response.statusCode = status;
      response.end(text);
    };
    expect(await reasonOf(line.send('a', call, attempt()))).toBe(reason);
  });

  it('tells a broken connection, and nobody there, without saying where', async () => {
    respond = (response) => response.destroy();
    expect(await reasonOf(line.send('a', call, attempt()))).toBe('UNREACHABLE');
    url = 'http://127.0.0.1:1/graphql';
    const error: unknown = await line.send('a', call, attempt()).catch((reason: unknown) => reason);
    expect((error as Error).message).not.toContain('127.0.0.1');
    url = undefined;
    expect(await reasonOf(line.send('a', call, attempt()))).toBe('UNREACHABLE');
  });

  it('gives up a try when told so', async () => {
    const under = { ...attempt(), cancel: undefined as (() => void) | undefined };
    respond = (response) => {
      response.on('close', () => received.push({ url: 'closed', headers: {}, body: null }));
      under.cancel?.();
    };
    expect(await reasonOf(line.send('a', call, under))).toBe('TIMEOUT');
  });
});
