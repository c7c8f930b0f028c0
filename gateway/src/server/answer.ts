import { GraphQLError } from 'graphql';
import type { ServerResponse } from 'node:http';
import { formatError } from './errors.js';

/** A request that is answered without running anything. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly GraphQLError[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(errors[0]?.message ?? 'refused');
    this.name = 'Refused';
  }
}

/** A refusal with one error. */
export function refused(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refused {
  return new Refused(status, [new GraphQLError(message, { extensions: { code } })], headers);
}

export const jsonType = 'application/json; charset=utf-8';
export const graphqlJsonType = 'application/graphql-response+json; charset=utf-8';

/** The GraphQL media type that the client would rather have; ours by default is plain JSON. */
export function resultType(accept: string | undefined): string {
  if (accept === undefined) return jsonType;
  const ours = accept.indexOf('application/graphql-response+json');
  if (ours < 0) return jsonType;
  const plain = accept.indexOf('application/json');
  return plain < 0 || ours < plain ? graphqlJsonType : jsonType;
}

/** Characters. */
const encodedFromLength = 2_048;

/** Writes a whole answer. */
export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  // A long text is encoded once, to be measured and written; a short one goes out together with the head.
  const isLong = typeof body === 'string' && body.length > encodedFromLength;
  const content = isLong ? Buffer.from(body) : body;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    ...headers,
  });
  response.end(content);
}

/** Writes a refusal as a GraphQL answer without data. */
export function sendRefusal(
  response: ServerResponse,
  refusal: Refused,
  accept: string | undefined,
  correlationId: string,
): void {
  const errors = refusal.errors.map((error) => formatError(error, correlationId));
  send(response, refusal.status, resultType(accept), JSON.stringify({ errors }), {
    'cache-control': 'no-store',
    ...refusal.headers,
  });
}
