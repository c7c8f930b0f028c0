import type { chargingEvents, TracePeriod } from '@voltpark/contracts';
import type { z } from 'zod';
import type { Fault } from './station.js';

export type StopReason = z.infer<typeof chargingEvents.stopReasonSchema>;

/** What the driver wants at most; null does not matter. */
export interface Targets {
  readonly socPercent: number | null;
  readonly energyWh: number | null;
  /** With tax, in the tariff's currency. */
  readonly costInclTax: string | null;
  readonly durationSeconds: number | null;
}

/** By the session's tariff, exact and not rounded. */
export interface Cost {
  readonly currency: string;
  readonly exclTax: string;
  readonly inclTax: string;
}

/** What a session came to so far, as its readings say. */
export interface Progress {
  readonly energyWh: number;
  readonly socPercent: number | null;
  /** Null where charging is free. */
  readonly cost: Cost | null;
}

/** What a finished session came to, with the trace from which its price follows. */
export interface FinalRecord extends Progress {
  readonly periods: readonly TracePeriod[];
}

/** Charging was ended; the vehicle may go on to block the connector. */
export interface Stop {
  readonly at: Date;
  readonly reason: StopReason;
}

/** What every session has, whatever became of it. */
interface Charging {
  readonly id: string;
  readonly stationId: string;
  readonly chargerId: string;
  readonly connectorId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string | null;
  readonly parkingSessionId: string;
  readonly registration: string;
  readonly customerId: string | null;
  /** The version of the tariff that was in force at the start; null: charging is free. */
  readonly tariffVersionId: string | null;
  /** Of the facility, IANA. */
  readonly timeZone: string;
  readonly startedBy: string;
  /** By the clock of the one who started it. */
  readonly startedAt: Date;
  /** By our clock: what passes by itself is counted by it. */
  readonly openedAt: Date;
  readonly estimatedEndAt: Date | null;
  readonly targets: Targets;
  /** Usable energy of the battery and what the connector gives, as known at the start. */
  readonly batteryWh: number | null;
  readonly powerW: number;
  /** The device's own id of the transaction. */
  readonly transactionId: string | null;
  /** Number of events published of this session. */
  readonly version: number;
}

/** Granted; no energy has flowed yet. */
export interface PendingSession extends Charging {
  readonly status: 'PENDING';
}

/** Energy flows, or flowed: a session that was stopped and is still plugged in stays ACTIVE, with its stop. */
export interface ActiveSession extends Charging {
  readonly status: 'ACTIVE';
  readonly activeSince: Date;
  readonly stop: Stop | null;
}

/** Rests until it is resumed, stopped, unplugged or left. */
export interface PausedSession extends Charging {
  readonly status: 'PAUSED';
  readonly activeSince: Date;
  readonly pausedAt: Date;
  readonly stop: Stop | null;
}

interface Final extends Charging {
  /** Null when no energy ever flowed. */
  readonly activeSince: Date | null;
  /** When charging was stopped; null when it went on until the end. */
  readonly stoppedAt: Date | null;
  /** Unplugged, left or broken. */
  readonly endedAt: Date;
  /** Why charging ended: the reason of the stop where there was one before the end. */
  readonly stopReason: StopReason;
  /** Counts the whole records that were published of it, from 1. */
  readonly revision: number;
}

/** Over as it should be. Nothing changes it any more but a correction. */
export interface CompletedSession extends Final {
  readonly status: 'COMPLETED';
}

/** Ended by a fault. */
export interface InterruptedSession extends Final {
  readonly status: 'INTERRUPTED';
  readonly fault: Fault | null;
}

export type OpenSession = PendingSession | ActiveSession | PausedSession;
export type FinalSession = CompletedSession | InterruptedSession;
/** Energy delivered to one vehicle on one connector. */
export type ChargingSession = OpenSession | FinalSession;

export interface SessionStarted {
  readonly type: 'SessionStarted';
  readonly session: PendingSession;
}
export interface SessionPaused {
  readonly type: 'SessionPaused';
  readonly session: PausedSession;
  readonly progress: Progress;
}
export interface SessionResumed {
  readonly type: 'SessionResumed';
  readonly session: ActiveSession;
  readonly resumedAt: Date;
  readonly progress: Progress;
}
/** The whole record of a finished session. */
export interface SessionFinished {
  readonly type: 'SessionFinished';
  readonly session: FinalSession;
  readonly record: FinalRecord;
}
export interface SessionCorrected {
  readonly type: 'SessionCorrected';
  readonly session: FinalSession;
  readonly record: FinalRecord;
  readonly reason: string;
}
export type SessionEvent =
  SessionStarted | SessionPaused | SessionResumed | SessionFinished | SessionCorrected;

/** True while a session has its connector and may change. */
export function isOpen(session: ChargingSession): session is OpenSession {
  return session.status === 'PENDING' || session.status === 'ACTIVE' || session.status === 'PAUSED';
}

/** The stop of a session that is stopped and still plugged in; null where charging was not stopped. */
export function stopOf(session: OpenSession): Stop | null {
  return session.status === 'PENDING' ? null : session.stop;
}
