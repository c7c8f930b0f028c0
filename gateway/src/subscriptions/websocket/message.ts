import type { OperationRequest } from '../../ports.js';
import { isObject, isOptional, readOperationRequest } from '../operation-request.js';

/** What clients may say, as the graphql-transport-ws protocol has it. */
export type ClientMessage =
  | { readonly type: 'connection_init'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly type: 'ping'; readonly payload: Readonly<Record<string, unknown>> | undefined }
  | { readonly type: 'pong' }
  | { readonly type: 'subscribe'; readonly id: string; readonly request: OperationRequest }
  | { readonly type: 'complete'; readonly id: string };

/** Reads a client's message; undefined when it is none of the protocol. */
export function readMessage(text: string, idLength: number): ClientMessage | undefined {
  const message = parseJson(text);
  if (!isObject(message)) return undefined;
  const { type, id, payload } = message;
  switch (type) {
    case 'connection_init':
      if (!isOptional(payload, isObject)) return undefined;
      return { type, payload: isObject(payload) ? payload : {} };
    case 'ping':
      if (!isOptional(payload, isObject)) return undefined;
      return { type, payload: isObject(payload) ? payload : undefined };
    case 'pong':
      return isOptional(payload, isObject) ? { type } : undefined;
    case 'subscribe': {
      const request = readOperationRequest(payload);
      return isId(id, idLength) && request ? { type, id, request } : undefined;
    }
    case 'complete':
      return isId(id, idLength) ? { type, id } : undefined;
    default:
      return undefined;
  }
}

function isId(id: unknown, idLength: number): id is string {
  return typeof id === 'string' && id.length > 0 && id.length <= idLength;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
