import { createHash, randomBytes } from 'node:crypto';
import type { Secrets } from '../application/ports.js';

/** Secrets of 256 random bits and their hashes. */
export const secrets: Secrets = {
  random: () => randomBytes(32).toString('hex'),
  hash: (secret) => createHash('sha256').update(secret).digest('hex'),
};
