import { invalidInput, notFound } from '@voltpark/kit/decision';
import {
  deviceStatuses,
  deviceStatusOf,
  readReport,
  type DeviceStatus,
  type SessionEffect,
} from '../domain/device-status.js';
import { limits } from '../domain/limits.js';
import { happenedAt } from '../domain/reported-time.js';
import { isOpen, type ChargingSession, type OpenSession } from '../domain/session.js';
import type { Connector, ConnectorChange, Fault } from '../domain/station.js';
import { changeConnector } from './change-connector.js';
import { tellUpdated } from './final-record.js';
import { hearFrom } from './hear-from.js';
import type { Cause, Ports, Stores } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import { endSession, stopSession } from './stop-session.js';

export interface ReportConnectorStatusCommand {
  readonly connectorId: string;
  /** In the words of the OCPP version. */
  readonly status: string;
  readonly version: keyof typeof deviceStatuses;
  readonly faultCode: string | null;
  readonly faultDescription: string | null;
  readonly at: Date | null;
}

/** Takes in what a device says of a connector, and lets it have its effect on the session there. */
export function reportConnectorStatus({ transact, clock }: Ports) {
  return async (cause: Cause, command: ReportConnectorStatusCommand) => {
    const { connectorId, version } = command;
    const status = deviceStatusOf(version, command.status);
    if (status === null) {
      const words = deviceStatuses[version].join(', ');
      return invalidInput('status', `A connector is one of: ${words}.`);
    }
    const fault = faultOf(command, status);
    if (fault !== null && 'type' in fault) return fault;
    return transact(cause, async (stores) => {
      const reach = reachOf(cause.actor);
      const [seen] = await stores.stations.connectors([connectorId], reach);
      if (seen === undefined) return notFound('Connector', connectorId);
      const now = clock.now();
      const { tenantId } = seen;
      const at = happenedAt(command.at, { actor: cause.actor, tenantId, now });
      if (!(at instanceof Date)) return at;
      const session = await takeIn(stores, connectorId, { status, fault, at, now });
      await hearFrom(stores, seen.stationId, now);
      return { connectorId, sessionId: session?.id ?? null };
    });
  };
}

/** A fault that is told, as it is kept. `NoError` is OCPP 1.6's way to say that there is none. */
function faultOf(
  { faultCode, faultDescription }: ReportConnectorStatusCommand,
  status: DeviceStatus,
) {
  const code = faultCode?.trim() ?? '';
  if (code.length > limits.faultCodeCharacters) {
    return invalidInput('faultCode', `A code has up to ${limits.faultCodeCharacters} characters.`);
  }
  const isNone = code === '' || code.toLowerCase() === 'noerror';
  if (isNone && status !== 'Faulted') return null;
  const description = faultDescription?.trim().slice(0, limits.faultDescriptionCharacters) ?? null;
  return { code: isNone ? 'OtherError' : code, description: description || null } satisfies Fault;
}

/** A report as it is understood: when it was so by the device's clock, and what time it is by ours. */
interface Report {
  readonly status: DeviceStatus;
  readonly fault: Fault | null;
  readonly at: Date;
  readonly now: Date;
}

/** The report's effect on the session, first, and on the connector. Returns the session that it changed. */
async function takeIn(
  stores: Stores,
  connectorId: string,
  report: Report,
): Promise<ChargingSession | null> {
  const open = await stores.sessions.openOn(connectorId);
  const held = open === null ? null : await stores.sessions.hold(open.id);
  const session = held !== null && isOpen(held) ? held : null;
  const [connector] = await stores.stations.holdConnectors([connectorId]);
  if (connector === undefined) return null;
  // What a device remembers of the time before a session says nothing about it.
  const concerned = session !== null && report.at >= session.startedAt ? session : null;
  const { change, effect } = readReport(
    connector,
    report,
    concerned === null ? null : { isPending: concerned.status === 'PENDING' },
  );
  if (session !== null && concerned === null) return null;
  if (concerned === null || effect === 'NONE') {
    await changeConnector(stores, connector, change, report.at);
    return null;
  }
  return affect(stores, { session: concerned, connector, change, effect, ...report });
}

async function affect(
  stores: Stores,
  {
    session,
    connector,
    change,
    effect,
    fault,
    at,
    now,
  }: Pick<Report, 'fault' | 'at' | 'now'> & {
    readonly session: OpenSession;
    readonly connector: Connector;
    readonly change: ConnectorChange;
    readonly effect: Exclude<SessionEffect, 'NONE'>;
  },
): Promise<ChargingSession | null> {
  switch (effect) {
    case 'STOPS': {
      await changeConnector(stores, connector, change, at);
      const stopped = await stopSession(stores, session, { at, reason: 'REQUESTED' });
      if (stopped !== null) await tellUpdated(stores, stopped, now);
      return stopped;
    }
    case 'UNPLUGGED':
      return endSession(stores, session, { at, reason: 'UNPLUGGED' }, change);
    case 'BREAKS':
      return endSession(stores, session, { at, reason: 'FAULT', fault }, change);
  }
}
