import { randomInt } from 'node:crypto';
import { limits } from '../domain/limits.js';

/** No letters and digits that are taken for each other, and no vowels, which make words. */
const signs = '23456789BCDFGHJKLMNPQRSTVWXZ';

/** A code that nobody guesses: 28⁸ are some 10¹¹. */
export const newCode = (): string =>
  Array.from(
    { length: limits.confirmationCodeLength },
    () => signs[randomInt(signs.length)] ?? signs[0],
  ).join('');
