import { ended, stopped, type Ending } from '../domain/end-session.js';
import { isOpen, type ChargingSession, type FinalSession } from '../domain/session.js';
import type { Connector, ConnectorChange } from '../domain/station.js';
import { changeConnector } from './change-connector.js';
import { finalRecordOf } from './final-record.js';
import type { Stores } from './ports.js';

/**
 * Ends the charging of a session that is held, and not the session: it goes on, idle, until the vehicle is
 * unplugged or leaves. A session that has not begun to charge has nothing to be idle about: it ends.
 * Publishes nothing of a session that goes on; the caller tells how it stands.
 * @returns the session afterwards, or null when it was stopped or had ended before
 */
export async function stopSession(
  stores: Stores,
  held: ChargingSession,
  ending: Ending,
): Promise<ChargingSession | null> {
  if (!isOpen(held)) return null;
  if (held.status === 'PENDING') return endSession(stores, held, ending);
  const session = stopped(held, ending);
  if (session !== null) await stores.sessions.save(session);
  return session;
}

/**
 * Ends a session that is held, once and for all: its record is published, and its connector serves others again.
 * @param connector what is known of its connector now, beside that the session is over
 * @returns the session afterwards, or null when it had ended before
 */
export async function endSession(
  stores: Stores,
  held: ChargingSession,
  ending: Ending,
  connector: ConnectorChange = {},
): Promise<FinalSession | null> {
  if (!isOpen(held)) return null;
  const session = ended(held, ending);
  const { endedAt, stopReason } = session;
  const record = await finalRecordOf(stores, held, { endedAt, stopReason });
  await stores.sessions.save(session);
  await stores.publish([{ type: 'SessionFinished', session, record }]);
  await releaseConnector(stores, session, connector);
  return session;
}

/** The connector of a session that is over: free, unless the device says more of it. */
async function releaseConnector(
  stores: Stores,
  { id, connectorId, endedAt }: FinalSession,
  known: ConnectorChange,
): Promise<void> {
  const [connector] = await stores.stations.holdConnectors([connectorId]);
  if (connector === undefined || connector.sessionId !== id) return;
  const change = { sessionId: null, ...known };
  const status = known.status ?? freeStatus({ ...connector, ...change });
  await changeConnector(stores, connector, { ...change, status }, endedAt);
}

/** What a connector without a session is, as far as is known of it. */
export function freeStatus({
  pluggedIn,
  fault,
  reservation,
  status,
}: Connector): Connector['status'] {
  if (fault !== null && status === 'OUTOFORDER') return 'OUTOFORDER';
  if (status === 'INOPERATIVE' || status === 'REMOVED' || status === 'PLANNED') return status;
  if (pluggedIn) return 'BLOCKED';
  return reservation === null ? 'AVAILABLE' : 'RESERVED';
}
