import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainAccepts, plainAnswerType } from '../../src/server/short-way.js';
import { startGarden, type Garden } from '../support/garden.js';

let garden: Garden;
beforeAll(async () => {
  garden = await startGarden();
});
afterAll(() => garden[Symbol.asyncDispose]());

interface Seen {
  readonly status: number;
  readonly type: string | null;
  readonly length: string | null;
  readonly caching: string | null;
  readonly correlationId: string | null;
  readonly body: string;
}

/** Asks, and keeps all that a client may look at. */
async function ask(body: object, accept: string | undefined): Promise<Seen> {
  const response = await fetch(`${garden.gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-correlation-id': 'both-ways',
      // fetch would say that it accepts anything.
      ...(accept === undefined ? {} : { accept }),
    },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    length: response.headers.get('content-length'),
    caching: response.headers.get('cache-control'),
    correlationId: response.headers.get('x-correlation-id'),
    body: await response.text(),
  };
}

/** Extensions mean nothing here, but send a request through Apollo Server. */
const throughApollo = { extensions: { nothing: true } };

const requests = {
  'a query': { query: '{ plant(id: "7") { name thirst } }' },
  'variables and an operation name': {
    query: 'query A($id: ID!) { plant(id: $id) { id } } query B { forecast }',
    operationName: 'A',
    variables: { id: 'ü"1' },
  },
  'null for variables and operation name': {
    query: '{ forecast }',
    variables: null,
    operationName: null,
  },
  'a long answer': {
    query:
      '{ __schema { types { name kind description fields { name description type { name } } } } }',
  },
  introspection: { query: '{ __schema { types { name kind } } __typename }' },
  'a field that fails': { query: '{ forecast broken }' },
  'a mutation': { query: 'mutation { __typename }' },
  'an operation that is not valid': { query: '{ nothing }' },
  'an operation that is not permitted': { query: '{ diary }' },
  'a condition that is null': {
    query: 'query ($x: Boolean = true) { forecast @include(if: $x) }',
    variables: { x: null },
  },
};

describe('the short way past Apollo Server', () => {
  it.each(Object.entries(requests))('answers %s as Apollo Server does', async (_, request) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const short = await ask(request, accept);
      expect(short).toEqual(await ask({ ...request, ...throughApollo }, accept));
      expect(short.correlationId).toBe('both-ways');
    }
  });

  it.each([...plainAccepts.keys()])(
    'knows what Apollo Server gives who accepts %s',
    async (accept) => {
      const request = { query: '{ forecast }' };
      const short = await ask(request, accept);
      expect(short).toEqual(await ask({ ...request, ...throughApollo }, accept));
      expect(short.type).toBe(plainAccepts.get(accept));
    },
  );

  it('is for plain requests only', () => {
    const headers = { 'content-type': 'application/json' };
    const body = { query: '{ a }' };
    expect(plainAnswerType({ method: 'POST', headers }, body)).toBeDefined();
    expect(plainAnswerType({ method: 'GET', headers }, body)).toBeUndefined();
    expect(plainAnswerType({ method: 'POST', headers }, undefined)).toBeUndefined();
    expect(plainAnswerType({ method: 'POST', headers: {} }, body)).toBeUndefined();
    expect(
      plainAnswerType({ method: 'POST', headers }, { ...body, ...throughApollo }),
    ).toBeUndefined();
    for (const accept of ['text/html', 'application/json;q=0', 'image/*']) {
      expect(
        plainAnswerType({ method: 'POST', headers: { ...headers, accept } }, body),
      ).toBeUndefined();
    }
  });
});
