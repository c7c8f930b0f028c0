import { invalidInput } from '@voltpark/kit/decision';

/** Longest idempotency key. */
const keyCharacters = 200;

/** The fault of an idempotency key, or null. */
export function keyFault(key: string) {
  return key.trim().length >= 1 && key.length <= keyCharacters
    ? null
    : invalidInput('idempotencyKey', `An idempotency key has 1 to ${keyCharacters} characters.`);
}
