import { invalidInput } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';
import type { IdempotencyKeyReused } from './ports.js';
import type { InvalidInput } from '../domain/refusals.js';

/** What is wrong with a key, or null. */
export function idempotencyKeyFault(key: string): InvalidInput | null {
  if (key.length >= 1 && key.length <= limits.idempotencyKeyLength) return null;
  const message = `A key has 1 to ${limits.idempotencyKeyLength} characters.`;
  return invalidInput('idempotencyKey', message);
}

/** The key stands for another request. */
export const keyReused = (idempotencyKey: string): IdempotencyKeyReused => ({
  type: 'IdempotencyKeyReused',
  message: 'This idempotency key was used before with another request.',
  idempotencyKey,
});
