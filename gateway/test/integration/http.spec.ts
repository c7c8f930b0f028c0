import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpLimits } from '../../src/limits.js';
import { startGarden, type Garden } from '../support/garden.js';

let garden: Garden;
beforeAll(async () => {
  garden = await startGarden({ environment: { CORS_ORIGINS: 'https://app.example' } });
});
afterAll(() => garden[Symbol.asyncDispose]());

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json): Promise<Response> =>
  fetch(`${garden.gateway.url}/graphql`, { method: 'POST', headers, body });
const codeOf = async (response: Response): Promise<unknown> => {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return errors[0]?.extensions.code;
};

describe('GraphQL over HTTP', () => {
  it('answers a query that crosses subgraphs', async () => {
    const answer = await garden.ask('{ plant(id: "7") { name thirst } }');
    expect(answer).toMatchObject({ status: 200, data: { plant: { name: 'Plant 7', thirst: 3 } } });
    expect(answer.errors).toBeUndefined();
  });

  it('answers mutations and introspection', async () => {
    expect(await garden.ask('mutation { visit }')).toMatchObject({ data: { visit: 1 } });
    const answer = await garden.ask('{ __schema { queryType { name } } }');
    expect(answer.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('answers queries by GET, and no mutation', async () => {
    const get = (query: string) =>
      fetch(`${garden.gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { 'apollo-require-preflight': '1' },
      });
    expect(await (await get('{ forecast }')).json()).toEqual({ data: { forecast: 'rain' } });
    const refused = await get('mutation { visit }');
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('POST');
  });

  it('passes every audit of the GraphQL over HTTP specification', async () => {
    const results = await auditServer({ url: `${garden.gateway.url}/graphql`, fetchFn: fetch });
    const failed = results.filter(({ status }) => status !== 'ok');
    // What servers MAY do for a GET without any header that makes browsers ask first; CSRF prevention forbids it.
    const forms = ['notice 5A70', 'notice D6D5', 'notice 6A70'];
    expect(failed.map(({ id, status }) => `${status} ${id}`)).toEqual(forms);
  });

  it('refuses subscriptions and batches', async () => {
    const subscription = await garden.ask('subscription { growth(plantId: 1) { cursor } }');
    expect(subscription.status).toBe(406);
    expect((await post('[{"query":"{ forecast }"}]')).status).toBe(400);
  });

  it('does not keep persisted queries', async () => {
    const body = JSON.stringify({
      extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
    });
    expect(await codeOf(await post(body))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});

describe('a body', () => {
  const body = (bytes: number): string => {
    const start = '{"query":"{ forecast }","extensions":{"x":"';
    return `${start}${'y'.repeat(bytes - start.length - 3)}"}}`;
  };

  it('may have 256 KB, not one byte more, whether it tells its length or not', async () => {
    expect((await post(body(httpLimits.bodyBytes))).status).toBe(200);
    expect((await post(body(httpLimits.bodyBytes + 1))).status).toBe(413);
    const stream = new Blob([body(httpLimits.bodyBytes + 1)]).stream();
    const response = await fetch(`${garden.gateway.url}/graphql`, {
      method: 'POST',
      headers: json,
      body: stream,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
  });

  it.each([
    ['not JSON', '{', json, 400],
    ['compressed', '{}', { ...json, 'content-encoding': 'gzip' }, 415],
    ['in another character set', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['without a query', '{"query":""}', json, 400],
    ['with variables that are no object', '{"query":"{ forecast }","variables":[1]}', json, 400],
  ])('is refused when it is %s', async (_, text, headers, status) => {
    expect((await post(text, headers)).status).toBe(status);
  });
});

describe('pages of other origins', () => {
  const from = (origin: string, method = 'POST') =>
    fetch(`${garden.gateway.url}/graphql`, {
      method,
      headers: { ...json, origin },
      ...(method === 'POST' ? { body: '{"query":"{ forecast }"}' } : {}),
    });

  it('may read answers when they are configured', async () => {
    const allowed = 'access-control-allow-origin';
    expect((await from('https://app.example')).headers.get(allowed)).toBe('https://app.example');
    expect((await from('https://evil.example')).headers.get(allowed)).toBeNull();
    expect((await from(garden.gateway.url)).headers.get(allowed)).toBe(garden.gateway.url);
    const preflight = await from('https://app.example', 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-api-key');
    expect((await from('https://evil.example', 'OPTIONS')).headers.get(allowed)).toBeNull();
  });

  it('cannot send what browsers send without asking first', async () => {
    const forged = await post('{"query":"mutation { visit }"}', { 'content-type': 'text/plain' });
    expect(forged.status).toBe(400);
    const get = await fetch(`${garden.gateway.url}/graphql?query={forecast}`);
    expect(get.status).toBe(400);
  });
});

describe('errors', () => {
  it('of subgraphs are masked, with a code and the correlation id of the request', async () => {
    const answer = await garden.ask('{ forecast broken }', {
      headers: { 'x-correlation-id': 'spec-1' },
    });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ forecast: 'rain', broken: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'spec-1' },
    });
    expect(answer.headers.get('x-correlation-id')).toBe('spec-1');
    expect(JSON.stringify(answer.errors)).not.toMatch(/SELECT|10\.0\.0\.7|stack/);
  });

  it.each(['{ nothing }', '{', 'query ($x: Int!) { forecast }'])(
    'of the request carry both as well: %s',
    async (query) => {
      const accept = 'application/graphql-response+json';
      const answer = await garden.ask(query, { headers: { accept } });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toContain(accept);
      const correlationId = answer.headers.get('x-correlation-id');
      expect(answer.errors?.[0]?.extensions).toMatchObject({ correlationId });
      expect(answer.errors?.[0]?.extensions['code']).not.toBe('INTERNAL_SERVER_ERROR');
    },
  );

  it('of malformed requests carry both as well', async () => {
    const response = await post('[]');
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    const correlationId = response.headers.get('x-correlation-id');
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_REQUEST', correlationId });
  });

  it('do not repeat a correlation id that could be anything', async () => {
    const headers = { 'x-correlation-id': 'a'.repeat(httpLimits.correlationIdLength + 1) };
    const answer = await garden.ask('{ forecast }', { headers });
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[\da-f-]{36}$/);
  });
});
