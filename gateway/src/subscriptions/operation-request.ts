import type { OperationRequest } from '../ports.js';

/** A plain JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that may be left out: absent, null, or as the test says. */
export function isOptional(value: unknown, test: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || test(value);
}

/**
 * Reads `{ query, operationName, variables }` as GraphQL over HTTP, WebSocket and SSE have it; undefined when
 * it is something else.
 */
export function readOperationRequest(value: unknown): OperationRequest | undefined {
  if (!isObject(value)) return undefined;
  const { query, operationName, variables, extensions } = value;
  const isWellFormed =
    typeof query === 'string' &&
    isOptional(operationName, (name) => typeof name === 'string') &&
    isOptional(variables, isObject) &&
    isOptional(extensions, isObject);
  if (!isWellFormed) return undefined;
  return {
    query,
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables: isObject(variables) ? variables : undefined,
  };
}
