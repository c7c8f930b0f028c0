import type { Tariff } from '@voltpark/contracts';
import type { Mark, MeterState } from '../domain/meter-state.js';
import type { MeterEvent } from '../domain/meter-events.js';
import type { MeterReading } from '../domain/meter-reading.js';
import type { SessionMeter } from '../domain/session-meter.js';
import type { ChargingSession, OpenSession } from '../domain/session.js';
import type { Cause, Slice } from './ports.js';
import type { Reach } from '@voltpark/kit/reach';

/** A session with its meter, as they were seen at one moment. */
export interface Metering {
  readonly session: ChargingSession;
  readonly meter: SessionMeter;
  /** Tells whether anything of it has changed since. */
  readonly seen: string;
}

/** What readings that follow all others make of an open session. */
export interface MeterChange {
  readonly metering: Metering;
  /** The meter afterwards. */
  readonly meter: SessionMeter;
  readonly added: readonly MeterReading[];
  /** Marks that are fixed now, behind those there are. */
  readonly fixed: readonly Mark[];
  /** When charging began, if it did by these readings. */
  readonly activeSince: Date | null;
  /** Set when the session is told of: as it is told, with the next version, and when charging may be over. */
  readonly told: { readonly event: MeterEvent; readonly session: OpenSession } | null;
}

/**
 * The hot path of readings: a statement to look, a statement to act; no transaction is open while we think, and nothing
 * is held. What changed meanwhile is left alone, and the caller takes the careful way.
 */
export interface MeterGate {
  /** Sessions by id. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, Metering>>;
  /** Energy at the minutes of sessions. */
  marks(of: readonly Metering[]): Promise<ReadonlyMap<string, readonly Mark[]>>;
  tariff(versionId: string): Promise<Tariff | null>;
  /** Writes readings, marks, meters and events of each session that is as it was seen. Ids of those. */
  act(
    cause: Cause,
    changes: readonly MeterChange[],
    receivedAt: Date,
  ): Promise<ReadonlySet<string>>;
  /** Id of the session that such a name means, by name; see {@link SessionName}. */
  named(names: readonly SessionName[]): Promise<ReadonlyMap<string, string>>;
}

/** How a device names a session that it does not know the id of: by connector and its own id of the transaction. */
export interface SessionName {
  readonly connectorId: string;
  /** Empty: the session that is open on the connector. */
  readonly transactionId: string;
}

/** A name as a key of maps. */
export const nameKey = ({ connectorId, transactionId }: SessionName) =>
  `${connectorId}\n${transactionId}`;

/** Why a reading is kept aside. */
export type AsideReason = 'UNKNOWN_SESSION' | 'BEFORE_START' | 'AFTER_END';

/** A reading of no session that we know, as it was named. */
export interface AsideReading {
  readonly id: string;
  /** Of the one who told it; null for an administrator of the network. */
  readonly tenantId: string | null;
  /** Empty where it was not named. */
  readonly sessionId: string;
  readonly connectorId: string;
  readonly transactionId: string;
  readonly reading: MeterReading;
  readonly reason: AsideReason;
  readonly receivedAt: Date;
}

/** Reading what meters said. */
export interface MeterReads {
  /** Meters by session; those that do not exist are left out. */
  meters(sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionMeter>>;
  marks(sessionId: string, state: MeterState): Promise<readonly Mark[]>;
  /** The latest first; of a session that the caller has made sure of. */
  readings(
    sessionId: string,
    slice: Slice<readonly [at: number, seqNo: number, context: number]>,
  ): Promise<(MeterReading & { readonly receivedAt: Date })[]>;
  aside(slice: Slice<string>, reach: Reach): Promise<AsideReading[]>;
  countAside(reach: Reach): Promise<number>;
  /** Sequence in the stream of the event that made this version of a session; null while unpublished. */
  streamPosition(sessionId: string, version: number): Promise<number | null>;
}

/** Meters within a transaction, of sessions that are held. */
export interface MeterStore extends MeterReads {
  of(session: ChargingSession): Promise<SessionMeter>;
  allReadings(sessionId: string): Promise<MeterReading[]>;
  add(sessionId: string, readings: readonly MeterReading[], receivedAt: Date): Promise<void>;
  /** @param isAnew the marks replace all there are */
  save(
    sessionId: string,
    meter: SessionMeter,
    fixed: readonly Mark[],
    isAnew: boolean,
  ): Promise<void>;
  saveEstimate(sessionId: string, estimatedEndAt: Date | null): Promise<void>;
  /** Keeps readings aside, each once. Those that have no room are given back. */
  keepAside(readings: readonly AsideReading[], room: number): Promise<readonly AsideReading[]>;
  /** Readings aside that may be of the session, held. */
  asideOf(session: ChargingSession, limit: number): Promise<AsideReading[]>;
  dropAside(ids: readonly string[]): Promise<void>;
  dropAsideBefore(receivedBefore: Date, limit: number): Promise<void>;
  /** Sessions with readings that were put aside since an instant and may be theirs. */
  sessionsWithAside(since: Date, limit: number): Promise<string[]>;
  /** Open sessions with something to tell that were told of before, and stopped ones that are not told to be idle. */
  untold(toldBefore: Date, stoppedBefore: Date, limit: number): Promise<string[]>;
  /** Open sessions whose time is over by our clock. */
  overdue(now: Date, limit: number): Promise<string[]>;
}
