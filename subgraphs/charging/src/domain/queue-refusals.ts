import type { EntryStatus } from './queue.js';
import type { ConnectorType } from './station.js';

interface Why {
  readonly message: string;
}

/** The facility has no queue for chargers, or closed it. */
export interface ChargingQueueClosed extends Why {
  readonly type: 'ChargingQueueClosed';
}

export interface AlreadyQueued extends Why {
  readonly type: 'AlreadyQueued';
  readonly entryId: string;
}

export interface NoCompatibleConnector extends Why {
  readonly type: 'NoCompatibleConnector';
  /** What the facility has. */
  readonly connectorTypes: readonly ConnectorType[];
}

export interface ChargingQueueFull extends Why {
  readonly type: 'ChargingQueueFull';
  readonly waiting: number;
}

/** The offer is not to be had any more; the status says what became of it. */
export interface OfferGone extends Why {
  readonly type: 'OfferGone';
  readonly status: EntryStatus;
}

export interface SnoozesUsedUp extends Why {
  readonly type: 'SnoozesUsedUp';
  readonly snoozes: number;
}
