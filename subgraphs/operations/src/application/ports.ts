import type { Actor } from '@voltpark/contracts';
import type { LiveEvents } from '@voltpark/kit/backbone/port';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { Device, DeviceKind, Health, Patience } from '../domain/device.js';
import type { DomainEvent } from '../domain/events.js';
import type { Bucket, Candidate, Metric, Resolution, Retention } from '../domain/telemetry.js';
import type { AlertReads, AlertStore, LevelReads, LevelStore } from './alert-ports.js';
import type { FacilityReads, FacilityStore } from './facility-ports.js';
import type { Reach } from '@voltpark/kit/reach';
import type { SystemHealth } from './system-health.js';

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
  readonly liveEvents: LiveEvents;
  readonly retention: Retention;
  /** How long health takes to be told. */
  readonly patience: Patience;
  readonly partitions: Partitions;
  /** How every context does, as far as was heard. */
  readonly systemHealth: () => SystemHealth;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

export interface Reads {
  readonly devices: DeviceReads;
  readonly telemetry: TelemetryReads;
  readonly facilities: FacilityReads;
  readonly alerts: AlertReads;
  readonly levels: LevelReads;
}

/** Hold in this order: facility, device by id; a rule's standing before its alert. */
export interface Stores {
  readonly devices: DeviceStore;
  readonly telemetry: TelemetryStore;
  readonly facilities: FacilityStore;
  readonly alerts: AlertStore;
  readonly levels: LevelStore;
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ) => Promise<Result | Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>>;
  /** Writes what happened to the outbox, in order. */
  publish(events: readonly DomainEvent[]): Promise<void>;
}

export interface DeviceReads {
  /** In any order; those that do not exist or lie out of reach are left out. */
  byIds(ids: readonly string[], reach: Reach): Promise<Device[]>;
  /** Numbers in telemetry, of those within reach. */
  numbers(ids: readonly string[], reach: Reach): Promise<ReadonlyMap<string, number>>;
  ofStations(stationIds: readonly string[], reach: Reach): Promise<Device[]>;
  /** By id. */
  find(
    criteria: {
      readonly facilityId: string;
      readonly kind: DeviceKind | null;
      readonly health: Health | null;
    },
    slice: Slice<string>,
    reach: Reach,
  ): Promise<Device[]>;
}

export interface DeviceStore extends DeviceReads {
  /** False when it is there already. */
  add(device: Device): Promise<boolean>;
  /** Held in the order of their ids until the transaction ends. */
  hold(ids: readonly string[]): Promise<Device[]>;
  save(device: Device): Promise<void>;
  /** Notes that devices spoke of which nothing else changed. */
  heard(ids: readonly string[], now: Date): Promise<void>;
  /** Ends the open period of health and begins the next. */
  turn(device: Device, periodId: string): Promise<void>;
  /** Held: devices whose condition may become their health, or that may have fallen silent; others' are passed by. */
  holdDue(now: Date, patience: Patience, limit: number): Promise<Device[]>;
}

/** The partitions of telemetry. */
export interface Partitions {
  /** Makes those of the instants, where they are not there. */
  ensure(instants: readonly Date[]): Promise<void>;
  /** Makes those of the days to come and drops those that are past their time. Returns names of the dropped. */
  tend(now: Date, retention: Retention): Promise<string[]>;
}

export interface TelemetryReads {
  latest(
    deviceId: string,
  ): Promise<{ readonly metric: Metric; readonly at: Date; readonly value: number }[]>;
  /** Buckets that hold readings, in order. */
  range(wanted: {
    readonly deviceId: string;
    readonly metric: Metric;
    readonly from: Date;
    readonly to: Date;
    readonly resolution: Resolution;
  }): Promise<Bucket[]>;
}

export interface TelemetryStore {
  /** Keeps what is new, with rollups and the latest. Returns the indexes of what is. */
  keep(candidates: readonly Candidate[]): Promise<ReadonlySet<number>>;
  /** Values that stand where candidates would, by index. */
  standing(candidates: readonly Candidate[]): Promise<ReadonlyMap<number, number>>;
  /** The newest value of a metric by the device's number. */
  newest(numbers: readonly number[], metric: Metric): Promise<ReadonlyMap<number, number>>;
}
