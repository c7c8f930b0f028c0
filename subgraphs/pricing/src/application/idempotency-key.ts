import { invalidInput } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';

/** What speaks against an idempotency key; undefined when nothing does. */
export function idempotencyKeyRefusal(key: string) {
  if (key.length >= 1 && key.length <= limits.idempotencyKeyCharacters) return undefined;
  const message = `A key has 1 to ${limits.idempotencyKeyCharacters} characters.`;
  return invalidInput('idempotencyKey', message);
}
