import type { Actor, Role, Scope } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { TooManyAttempts } from '../domain/throttle.js';
import type { Reads, Stores } from './stores.js';

/** Who wants something, and within which request. */
export interface Cause {
  readonly actor: Actor;
  /** Null for what happens by itself, at the start or by an event. */
  readonly correlationId: string | null;
  readonly traceparent?: string;
}

/** What the context does by itself. */
export const systemCause: Cause = {
  actor: { kind: 'SYSTEM', id: 'system', roles: [], scopes: [], tenantId: null, customerId: null },
  correlationId: null,
};

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Logger;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokens;
  readonly secrets: Secrets;
}

/** Work with passwords, a few at a time. */
export interface Passwords {
  /**
   * Waits for a turn and works. What is done before and after the hashing belongs into the turn too, so that a
   * rush to sign in leaves the database to others. When too many wait already nothing is done: the refusal says
   * when to come back.
   */
  inTurn<Result>(work: (hashing: Hashing) => Promise<Result>): Promise<Result | TooManyAttempts>;
}

/** What can be done with passwords during a turn. */
export interface Hashing {
  /** The hash in PHC form. */
  hash(password: string): Promise<string>;
  /**
   * True when the password belongs to the hash. Without a hash it takes as long and is false, so that nobody
   * learns from the time which accounts exist.
   */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Whom an access token speaks for. */
export interface TokenSubject {
  readonly kind: 'PERSON' | 'API_KEY';
  readonly id: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
  readonly tenantId: string | null;
  readonly customerId: string | null;
}

/** Signing access tokens. */
export interface AccessTokens {
  sign(
    subject: TokenSubject,
    lifeSeconds: number,
    now: Date,
  ): Promise<{ readonly token: string; readonly expiresAt: Date }>;
}

/** Random secrets of 256 bits; only their hashes are kept. */
export interface Secrets {
  /** 64 hexadecimal digits. */
  random(): string;
  /** SHA-256 in hexadecimal: enough for a secret that nobody can guess, and quick. */
  hash(secret: string): string;
}

/** The refusal of an idempotency key that was used for something else. */
export type KeyReused = Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>;
