import { invalidInput, notFound, notPermitted } from '@voltpark/kit/decision';
import { sessionEnded } from '../domain/pause-resume.js';
import { isDeviceOf, mayUse, worksFor } from '../domain/permission.js';
import { happenedAt } from '../domain/reported-time.js';
import { endCode } from '../domain/meter-reading.js';
import { isOpen, stopOf, type ChargingSession } from '../domain/session.js';
import { tellUpdated } from './final-record.js';
import { hearFrom } from './hear-from.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import type { Cause, Ports, StopReport, Stores } from './ports.js';
import { publicReach } from '@voltpark/kit/reach';
import { endSession, stopSession } from './stop-session.js';
import { takeInReadings } from './take-in-readings.js';

export interface StopChargingCommand {
  readonly idempotencyKey: string;
  readonly sessionId: string;
  readonly reason: 'REQUESTED' | 'UNPLUGGED' | 'FAULT' | 'STAFF';
  /** Register of the meter, Wh. */
  readonly meterWh: number | null;
  readonly at: Date | null;
}

type Input = Omit<StopChargingCommand, 'idempotencyKey'>;

/**
 * Ends charging. What a device reports has happened and is never refused for that: a repeated report, and one of a
 * session that nobody knows, is acknowledged and recorded.
 */
export function stopCharging(ports: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: StopChargingCommand) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    meterFault(input) ??
    ports.transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'stopCharging', input }, async () => {
        const session = await stores.sessions.hold(input.sessionId);
        return session !== null && mayUse(cause.actor, session)
          ? stopKnown(stores, ports, cause, session, input)
          : stopUnknown(stores, ports, cause, input);
      }),
    );
}

/** Registers of meters do not run backwards, and no meter counts so far. */
const mostRegisterWh = 1e12;

function meterFault({ meterWh }: Input) {
  if (meterWh === null || (meterWh >= 0 && meterWh <= mostRegisterWh)) return null;
  return invalidInput('meterWh', 'A register shows 0 Wh or more.');
}

async function stopKnown(
  stores: Stores,
  { clock, newId }: Ports,
  { actor }: Cause,
  session: ChargingSession,
  input: Input,
) {
  const { id: sessionId, tenantId, stationId } = session;
  const now = clock.now();
  const at = happenedAt(input.at, { actor, tenantId, now });
  if (!(at instanceof Date)) return at;
  if (!worksFor(actor, tenantId) && !(await mayDriverSay(stores, session, input))) {
    return notPermitted('Only devices and staff know of plugs, faults and meters.');
  }
  const isDevice = isDeviceOf(actor, tenantId);
  if (!isOpen(session) && !isDevice) return sessionEnded(session);
  const wasStopped = !isOpen(session) || stopOf(session) !== null;
  const held = await withRegister(stores, session, input.meterWh, { at, now });
  const after = await end(stores, held, input.reason, { at, now });
  const outcome = after === null && wasStopped ? 'REPEATED' : 'STOPPED';
  const report = { id: newId(), sessionId, tenantId, outcome, receivedAt: now } as const;
  await stores.sessions.recordStop({ ...reportOf(input, at), ...report, actorId: actor.id });
  if (isDevice) await hearFrom(stores, stationId, now);
  return { outcome, sessionId, recordedAt: now };
}

/**
 * Drivers ask for the end of charging. That they have unplugged counts where the device says so too, or never says
 * anything of its plug: else nobody could settle there before leaving.
 */
async function mayDriverSay(
  { stations }: Stores,
  { connectorId }: ChargingSession,
  { reason, meterWh }: Input,
): Promise<boolean> {
  if (meterWh !== null) return false;
  if (reason !== 'UNPLUGGED') return reason === 'REQUESTED';
  const [connector] = await stations.connectors([connectorId], publicReach);
  return connector?.pluggedIn !== true;
}

/** The session with what the meter showed at the stop, where that is told: the last reading of the transaction. */
async function withRegister(
  stores: Stores,
  session: ChargingSession,
  meterWh: number | null,
  { at, now }: { readonly at: Date; readonly now: Date },
): Promise<ChargingSession> {
  if (meterWh === null) return session;
  const nothingElse = { powerW: null, currentA: null, socPercent: null };
  const registerMwh = Math.round(meterWh * 1_000);
  const reading = { at: at.getTime(), seqNo: -1, context: endCode, registerMwh, ...nothingElse };
  await takeInReadings(stores, session.id, [reading], now);
  return (await stores.sessions.hold(session.id)) ?? session;
}

/** The session after it was stopped or ended; null when there was nothing to stop or end any more. */
async function end(
  stores: Stores,
  session: ChargingSession,
  reason: StopChargingCommand['reason'],
  { at, now }: { readonly at: Date; readonly now: Date },
): Promise<ChargingSession | null> {
  if (reason === 'UNPLUGGED') {
    return endSession(stores, session, { at, reason }, { pluggedIn: false });
  }
  if (reason === 'FAULT') return endSession(stores, session, { at, reason });
  const stopped = await stopSession(stores, session, { at, reason });
  if (stopped !== null) await tellUpdated(stores, stopped, now);
  return stopped;
}

/** Nobody knows the session: a device's report is kept, everybody else is told so. */
async function stopUnknown(
  stores: Stores,
  { clock, newId }: Ports,
  { actor }: Cause,
  input: Input,
) {
  const { sessionId } = input;
  const { tenantId } = actor;
  if (tenantId === null || !isDeviceOf(actor, tenantId)) {
    return notFound('ChargingSession', sessionId);
  }
  const now = clock.now();
  const at = happenedAt(input.at, { actor, tenantId, now });
  if (!(at instanceof Date)) return at;
  const outcome = 'UNKNOWN_SESSION' as const;
  const report = { id: newId(), sessionId, tenantId, outcome, receivedAt: now };
  await stores.sessions.recordStop({ ...reportOf(input, at), ...report, actorId: actor.id });
  return { outcome, sessionId, recordedAt: now };
}

const reportOf = (
  { reason, meterWh }: Input,
  at: Date,
): Pick<StopReport, 'reason' | 'meterWh' | 'at'> => ({
  reason,
  meterWh,
  at,
});
