import type { Queue, QueueEntry } from '../domain/queue.js';
import type { QueueChange } from '../domain/queue-tell.js';
import type { Connector, Station } from '../domain/station.js';
import type { Slice } from './ports.js';
import type { Viewer } from '@voltpark/kit/viewer';

/** The facility whose queue it is. */
export interface QueueOf {
  readonly id: string;
  readonly tenantId: string;
  /** Whether it offers chargers to those who wait. */
  readonly isOpen: boolean;
}

/** Criteria of a list of entries; null does not matter. */
export interface EntryCriteria {
  readonly facilityId: string | null;
  readonly live: boolean | null;
}

/** Versions of aggregates, by type and id: what a snapshot has seen. */
export interface Seen {
  readonly type: 'queue_entry' | 'connector' | 'station';
  readonly id: string;
  readonly version: number;
}

export interface QueueReads {
  /** Those that the viewer may see. */
  entries(ids: readonly string[], viewer: Viewer): Promise<QueueEntry[]>;
  /** By the time of joining, the latest first. */
  find(
    criteria: EntryCriteria,
    slice: Slice<readonly [joinedAt: Date, id: string]>,
    viewer: Viewer,
  ): Promise<QueueEntry[]>;
  /** Queues as they are, of those facilities that charging knows; nobody is kept from changing them. */
  queues(facilityIds: readonly string[]): Promise<Queue[]>;
  /** Facilities in whose queues something is due. */
  due(now: Date, limit: number): Promise<string[]>;
  /** All connectors and stations of a facility. */
  hardwareOf(
    facilityId: string,
  ): Promise<{ readonly connectors: readonly Connector[]; readonly stations: readonly Station[] }>;
  /** Those versions whose events stand behind a position of the stream, or are not published yet. */
  notYet(seen: readonly Seen[], position: number): Promise<readonly Seen[]>;
}

export interface QueueStore {
  /** The facility as its queue needs it; null when charging does not know it. */
  facility(id: string): Promise<QueueOf | null>;
  /** Whether anybody is in the queue. */
  hasLive(facilityId: string): Promise<boolean>;
  /** Where an entry, or the entry of an offer, is to be found. */
  whereIs(of: { readonly entryId: string } | { readonly offerId: string }): Promise<{
    readonly entryId: string;
    readonly facilityId: string;
  } | null>;
  /**
   * The queue of a facility with its connectors, held until the transaction ends.
   * @param alsoEntryId an entry that belongs to it even when it is over
   */
  hold(facility: QueueOf, alsoEntryId: string | null): Promise<Queue>;
  /** Has the queue looked at soon. Waits for nobody: whoever holds the queue looks at it anyhow. */
  wake(facilityId: string, now: Date): Promise<void>;
  /** Writes entries and what else changed of the queue; connectors are written by who owns them. */
  save(queue: Queue, change: QueueChange, dueAt: Date | null): Promise<void>;
}
