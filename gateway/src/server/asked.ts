import type { OperationRequest } from '../ports.js';
import { refused } from './answer.js';

/** The operation of a request, when it has one that can be looked at. */
export function operationOf(search: string, body: unknown): OperationRequest | undefined {
  const asked = body ?? parametersOf(search);
  if (!isRecord(asked) || typeof asked['query'] !== 'string' || asked['query'] === '')
    return undefined;
  const { query, operationName, variables } = asked;
  // Apollo Server refuses these shapes, in words of its own.
  if (operationName != null && typeof operationName !== 'string') return undefined;
  if (variables != null && !isRecord(variables)) return undefined;
  return { query, operationName, variables };
}

/** The parameters of a GET as the body of a POST would have them. */
export function parametersOf(search: string): Record<string, unknown> | undefined {
  if (search === '') return undefined;
  const parameters = new URLSearchParams(search);
  const asked: Record<string, unknown> = {};
  for (const name of ['query', 'operationName'])
    if (parameters.has(name)) asked[name] = parameters.get(name);
  for (const name of ['variables', 'extensions']) {
    const text = parameters.get(name);
    if (text === null) continue;
    try {
      asked[name] = JSON.parse(text);
    } catch {
      throw refused(400, 'BAD_REQUEST', `The parameter "${name}" is not JSON.`);
    }
  }
  return asked;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
