import type { ChargersShown } from '../application/follow-chargers.js';
import type { PositionShown } from '../application/follow-queue.js';
import type { AlreadyQueued } from '../domain/queue-refusals.js';

/** What mutations of the queue answer. @public named by codegen.yml */
export interface EntryAnswer {
  readonly entryId: string;
}

/** The refusal of a vehicle that is in the queue. @public named by codegen.yml */
export type AlreadyQueuedAnswer = Omit<AlreadyQueued, 'type'>;

/** Where an entry stood, as a payload. @public named by codegen.yml */
export type PositionPayload = PositionShown & { readonly cursor: string };

/** What connectors were doing, as a payload. @public named by codegen.yml */
export type ChargersPayload = ChargersShown & { readonly cursor: string };
