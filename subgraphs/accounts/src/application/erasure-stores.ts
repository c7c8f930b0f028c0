import type { Person } from '@voltpark/contracts';
import type { ContextAnswer, Erasure } from '../domain/erasure.js';

export interface ErasureReads {
  byId(id: string): Promise<Erasure | null>;
  /** The latest of a customer, ended ones included. */
  latestOf(customerId: string): Promise<Erasure | null>;
  /** In the order of the contexts' names. */
  answers(erasureId: string): Promise<ContextAnswer[]>;
}

export interface ErasureStore extends ErasureReads {
  /** The erasure, held until the transaction ends. */
  hold(id: string): Promise<Erasure | null>;
  /** Ids of those that have not ended, oldest first. */
  unfinished(limit: number): Promise<string[]>;
  keepAnswer(erasureId: string, answer: ContextAnswer, now: Date): Promise<void>;
  /** By what other contexts know the customer: ids, and registrations that no other customer bears now. */
  person(customerId: string): Promise<Person | null>;
}
