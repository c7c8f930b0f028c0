import type { Offer, QueueEntry } from './queue.js';

/** Where an entry stands, afterwards. */
export interface QueuePositionChanged {
  readonly type: 'QueuePositionChanged';
  readonly entry: QueueEntry;
  readonly at: Date;
}

/** Somebody took a connector that was offered. */
export interface OfferTaken {
  readonly type: 'OfferTaken';
  readonly entry: QueueEntry;
  readonly offer: Offer & { readonly keptUntil: Date };
  readonly at: Date;
}

/** A connector that was taken from the queue is not kept any longer. */
export interface OfferReleased {
  readonly type: 'OfferReleased';
  readonly entry: QueueEntry;
  readonly offer: Offer;
  readonly outcome: 'FULFILLED' | 'EXPIRED' | 'WITHDRAWN';
  readonly at: Date;
}

export type QueueEvent = QueuePositionChanged | OfferTaken | OfferReleased;
