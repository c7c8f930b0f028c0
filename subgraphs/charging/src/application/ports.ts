import type { Actor } from '@voltpark/contracts';
import type { LiveEvents } from '@voltpark/kit/backbone/port';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { Reach } from '@voltpark/kit/reach';
import type { Viewer } from '@voltpark/kit/viewer';
import type { DomainEvent } from '../domain/events.js';
import type { Proposal } from '../domain/proposal.js';
import type { ChargingSession, OpenSession, PendingSession } from '../domain/session.js';
import type { Charger, Connector, Station } from '../domain/station.js';
import type { KnownReads, KnownStore } from './known.js';
import type { MeterGate, MeterReads, MeterStore } from './meter-ports.js';
import type { QueueReads, QueueStore } from './queue-ports.js';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** Who causes what passes by itself or follows from events of other contexts. */
export const systemCause: Cause = {
  actor: {
    kind: 'SYSTEM',
    id: 'system',
    roles: [],
    scopes: [],
    tenantId: null,
    customerId: null,
  },
};

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly liveEvents: LiveEvents;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** The hot path of meter readings. */
  readonly meters: MeterGate;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

export type IdempotencyKeyReused = Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>;

/** A request that is granted at most once. */
export interface OnceRequest {
  readonly idempotencyKey: string;
  readonly operation: string;
  readonly input: unknown;
}

/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

/** Reading. */
export interface Reads {
  readonly meter: MeterReads;
  readonly queues: QueueReads;
  readonly stations: StationReads;
  readonly sessions: SessionReads;
  readonly proposals: ProposalReads;
  readonly known: KnownReads;
}

/**
 * Reading and writing within one transaction. What is held stays as it is until the transaction ends. Hold in
 * this order, so that no two transactions wait for each other: stay, session, connectors by id, station. A queue comes
 * before the connectors, and who holds one holds no stay and no session.
 */
export interface Stores {
  readonly meter: MeterStore;
  readonly queues: QueueStore;
  readonly stations: StationStore;
  readonly sessions: SessionStore;
  readonly proposals: ProposalStore;
  readonly known: KnownStore;
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: OnceRequest,
    run: () => Promise<Result>,
  ) => Promise<Result | IdempotencyKeyReused>;
  /** Writes what happened to the outbox, in order. */
  publish(events: readonly DomainEvent[]): Promise<void>;
}

/** Criteria of a list of stations; null does not matter. */
export interface StationCriteria {
  readonly facilityId: string | null;
  readonly status: Station['status'] | null;
  readonly connectorType: Connector['type'] | null;
}

export interface StationReads {
  /** In any order; those that do not exist or lie out of reach are left out. */
  byIds(ids: readonly string[], reach: Reach): Promise<Station[]>;
  /** By name. */
  find(
    criteria: StationCriteria,
    slice: Slice<readonly [nameKey: string, id: string]>,
    reach: Reach,
  ): Promise<{ readonly station: Station; readonly nameKey: string }[]>;
  /** In their order on the station. */
  chargersOf(stationIds: readonly string[], reach: Reach): Promise<Charger[]>;
  chargers(ids: readonly string[], reach: Reach): Promise<Charger[]>;
  /** In their order on the charger. */
  connectorsOf(chargerIds: readonly string[], reach: Reach): Promise<Connector[]>;
  connectors(ids: readonly string[], reach: Reach): Promise<Connector[]>;
  /** Connectors at a slot of parking's. */
  connectorsAtSlot(slotId: string): Promise<Connector[]>;
}

export interface StationStore extends StationReads {
  add(
    station: Station,
    chargers: readonly Charger[],
    connectors: readonly Connector[],
  ): Promise<void>;
  /** The station of the facility that has the name, in any writing. */
  named(facilityId: string, name: string): Promise<Station | null>;
  /** The station, held until the transaction ends. */
  hold(id: string, reach: Reach): Promise<Station | null>;
  save(station: Station): Promise<void>;
  /** Connectors, held in the order of their ids. */
  holdConnectors(ids: readonly string[]): Promise<Connector[]>;
  /** All connectors of a charger, which serves one vehicle at a time; held in the order of their ids. */
  holdConnectorsOf(chargerId: string): Promise<Connector[]>;
  saveConnector(connector: Connector): Promise<void>;
  /** Notes that a device of the station spoke, unless that was noted a moment ago. */
  heard(stationId: string, now: Date): Promise<void>;
  /** Held: stations that are ONLINE and were not heard since; others' are passed by. */
  holdSilent(since: Date, limit: number): Promise<Station[]>;
  /** Held: stations of which the plan has an effect by now; others' are passed by. */
  holdWorkDue(now: Date, limit: number): Promise<Station[]>;
  countOpenSessions(stationId: string): Promise<number>;
}

/** Criteria of a list of sessions; null does not matter. */
export interface SessionCriteria {
  readonly facilityId: string | null;
  readonly stationId: string | null;
  readonly parkingSessionId: string | null;
  readonly registration: string | null;
  readonly open: boolean | null;
}

export interface SessionReads {
  /** In any order; those that the viewer may not see are left out. */
  byIds(ids: readonly string[], viewer: Viewer): Promise<ChargingSession[]>;
  /** True when the charger of the connector serves another vehicle or stay than the one that is named. */
  isTaken(
    connectorId: string,
    by: { readonly parkingSessionId: string | null; readonly registration: string | null },
  ): Promise<boolean>;
  /** Open sessions of registrations. */
  openOf(registrations: readonly string[], viewer: Viewer): Promise<ChargingSession[]>;
  /** The latest first. */
  find(
    criteria: SessionCriteria,
    slice: Slice<readonly [startedAt: Date, id: string]>,
    viewer: Viewer,
  ): Promise<ChargingSession[]>;
  /** Ids of sessions without energy, opened before an instant, at stations that were heard after another. */
  pendingSince(openedBefore: Date, heardAfter: Date, limit: number): Promise<string[]>;
}

/** A report that charging stopped, as it came. */
export interface StopReport {
  readonly id: string;
  readonly sessionId: string;
  readonly tenantId: string | null;
  readonly outcome: 'STOPPED' | 'REPEATED' | 'UNKNOWN_SESSION';
  readonly reason: string;
  readonly meterWh: number | null;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly actorId: string;
}

export interface SessionStore extends SessionReads {
  add(session: PendingSession): Promise<void>;
  /** The session, held until the transaction ends, and before it its stay. */
  hold(id: string): Promise<ChargingSession | null>;
  /** The open session on the connector; not held. */
  openOn(connectorId: string): Promise<OpenSession | null>;
  /** The session that a device knows by its own id of the transaction; not held. */
  ofTransaction(connectorId: string, transactionId: string): Promise<ChargingSession | null>;
  openOfVehicle(registration: string): Promise<OpenSession | null>;
  /** All sessions of a stay by id, held. */
  holdOfStay(stayId: string): Promise<ChargingSession[]>;
  /** Writes what the life of a session changes; what the meter says of it is the meter's to write. */
  save(session: ChargingSession): Promise<void>;
  recordStop(report: StopReport): Promise<void>;
}

export interface ProposalReads {
  byIds(ids: readonly string[], viewer: Viewer): Promise<Proposal[]>;
  ofStay(parkingSessionId: string, viewer: Viewer): Promise<Proposal | null>;
  /** The latest first. */
  find(
    criteria: { readonly facilityId: string | null; readonly openAt: Date | null },
    slice: Slice<readonly [proposedAt: Date, id: string]>,
    viewer: Viewer,
  ): Promise<Proposal[]>;
}

export interface ProposalStore extends ProposalReads {
  /** False when the stay has one already. */
  add(proposal: Proposal): Promise<boolean>;
  hold(id: string): Promise<Proposal | null>;
  /** The proposal of the stay, held. */
  holdOfStay(parkingSessionId: string): Promise<Proposal | null>;
  save(proposal: Proposal): Promise<void>;
}
