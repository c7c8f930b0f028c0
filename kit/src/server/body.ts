import type { IncomingMessage } from 'node:http';
import { limits } from '../limits.js';

/** A request that is refused before GraphQL sees it. */
export class RequestRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'RequestRefused';
  }
}

/** The three parts of a GraphQL request. */
export interface GraphQLRequestBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** Reads and checks the JSON body of a GraphQL request. @throws RequestRefused */
export async function readGraphQLBody(request: IncomingMessage): Promise<GraphQLRequestBody> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new RequestRefused(415, 'BAD_USER_INPUT', 'The body must be application/json.');
  }
  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RequestRefused(400, 'BAD_USER_INPUT', 'The body is not JSON.');
  }
  if (!isGraphQLBody(body)) {
    throw new RequestRefused(400, 'BAD_USER_INPUT', 'The body is not a GraphQL request.');
  }
  return {
    query: body.query,
    ...(body.operationName == null ? {} : { operationName: body.operationName }),
    ...(body.variables == null ? {} : { variables: body.variables }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isGraphQLBody(body: unknown): body is {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
} {
  return (
    isObject(body) &&
    typeof body['query'] === 'string' &&
    (body['operationName'] == null || typeof body['operationName'] === 'string') &&
    (body['variables'] == null || isObject(body['variables']))
  );
}

function readText(request: IncomingMessage): Promise<string> {
  const tooLarge = () =>
    new RequestRefused(
      413,
      'BAD_USER_INPUT',
      `The body exceeds ${limits.subgraphBodyBytes} bytes.`,
    );
  if (Number(request.headers['content-length'] ?? 0) > limits.subgraphBodyBytes) {
    return Promise.reject(tooLarge());
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // What still comes is not kept, and the connection is closed with the answer.
      if (bytes > limits.subgraphBodyBytes) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const only = chunks.length === 1 ? chunks[0] : undefined;
      resolve((only ?? Buffer.concat(chunks)).toString('utf8'));
    });
    request.on('error', reject);
    request.on('aborted', () => reject(new RequestRefused(400, 'BAD_USER_INPUT', 'Broken off.')));
  });
}
