import type { Actor } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Note, NoteEvent } from '../domain/note.js';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** All that happens in this context. */
export type DomainEvent = NoteEvent;

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Reads outside of any transaction. */
  readonly notes: NoteReads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

/** Reading and writing within one transaction. */
export interface Stores {
  readonly notes: NoteStore;
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ) => Promise<Result | Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>>;
}

/** Every method takes the tenant: nobody reads another's notes, however a resolver asks. */
export interface NoteReads {
  /** In any order; those that do not exist, or not for this tenant, are left out. */
  byIds(ids: readonly string[], tenantId: string): Promise<Note[]>;
  /** The latest first; at most `limit` of them, behind the id `after`. */
  list(
    slice: { readonly limit: number; readonly after: string | null },
    tenantId: string,
  ): Promise<Note[]>;
}

export interface NoteStore {
  save(events: readonly NoteEvent[]): Promise<void>;
}
