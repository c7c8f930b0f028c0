import type { IncomingMessage, ServerResponse } from 'node:http';
import { JsonText, stringifyResult } from '../execution/index.js';
import type { Admission, Executor } from '../ports.js';
import { graphqlJsonType, jsonType, send } from './answer.js';
import type { RequestState } from './pipeline.js';
import { runAdmitted } from './run.js';

const jsonContent = /^application\/json *(?:;|$)/i;

/**
 * What clients say they accept, and the media type that Apollo Server then answers with. Only what is common
 * and beyond doubt; weighing everything else is Apollo Server's business.
 */
export const plainAccepts: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, jsonType],
  ['*/*', jsonType],
  ['application/json', jsonType],
  ['application/json, text/plain, */*', jsonType],
  ['application/json, multipart/mixed', jsonType],
  ['application/graphql-response+json', graphqlJsonType],
  ['application/graphql-response+json, application/json', graphqlJsonType],
  ['application/graphql-response+json,application/json;q=0.9', graphqlJsonType],
]);

/**
 * The media type of the answer to a request that needs nothing of Apollo Server: a POST of JSON that has been
 * parsed, without extensions, from a client that accepts what we give. Undefined for every other.
 */
export function plainAnswerType(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  body: unknown,
): string | undefined {
  if (method !== 'POST' || !jsonContent.test(headers['content-type'] ?? '')) return undefined;
  if (typeof body !== 'object' || body === null || 'extensions' in body) return undefined;
  return plainAccepts.get(headers.accept);
}

/**
 * Answers an admitted operation without Apollo Server, as it would answer. What Apollo Server does for a
 * request (hash, negotiation, header maps, hooks) costs more than all that is left to do here.
 */
export async function answerPlainly(
  executor: Executor,
  admitted: Extract<Admission, { ok: true }>,
  state: RequestState,
  response: ServerResponse,
  type: string,
): Promise<void> {
  const { dataJson, errors, status } = await runAdmitted(executor, admitted, state);
  const text = stringifyResult({
    ...(errors.length > 0 && { errors }),
    ...(dataJson !== undefined && { data: new JsonText(dataJson) }),
  });
  send(response, status, type, text, { 'cache-control': 'no-store' });
}
