import { invalidInput } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';

/** Why an idempotency key cannot be one; null when it can. */
export function idempotencyKeyRefusal(key: string) {
  const { idempotencyKeyCharacters: most } = limits;
  return key.length >= 1 && key.length <= most
    ? null
    : invalidInput('idempotencyKey', `A key has 1 to ${most} characters.`);
}
