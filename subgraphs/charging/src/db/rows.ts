import { chargingEvents } from '@voltpark/contracts';
import { z } from 'zod';
import type { Proposal } from '../domain/proposal.js';
import type { ChargingSession, StopReason } from '../domain/session.js';
import type { Charger, Connector, MaintenanceWindow, Station } from '../domain/station.js';
import type { Stay } from '../domain/stay.js';
import type {
  ChargerRow,
  ChargingSessionRow,
  ConnectorRow,
  ProposalRow,
  StationRow,
  StayRow,
} from './generated/client.js';

const maintenanceSchema = z.array(
  z.object({ from: z.coerce.date(), to: z.coerce.date(), note: z.string().nullable() }),
);

/** Planned work as it stands in the row. */
export const maintenanceJson = (windows: readonly MaintenanceWindow[]) =>
  windows.map(({ from, to, note }) => ({
    from: from.toISOString(),
    to: to.toISOString(),
    note,
  }));

export function stationOf({
  nameKey: _key,
  workDueAt: _due,
  maintenance,
  warrantyUntil,
  ...row
}: StationRow): Station {
  return {
    ...row,
    warrantyUntil: warrantyUntil?.toISOString().slice(0, 10) ?? null,
    maintenance: maintenanceSchema.parse(maintenance),
  };
}

export function chargerOf(row: ChargerRow): Charger {
  return { ...row, level: chargingEvents.chargingLevelSchema.parse(row.level) };
}

export function connectorOf(
  row: ConnectorRow & { readonly charger: Pick<ChargerRow, 'slotId'> },
): Connector {
  const { faultCode, faultDescription, reservedFor, offerId, reservedUntil, charger, ...rest } =
    row;
  return {
    ...rest,
    type: chargingEvents.connectorTypeSchema.parse(row.type),
    slotId: charger.slotId,
    fault: faultCode === null ? null : { code: faultCode, description: faultDescription },
    reservation:
      reservedFor === null || offerId === null || reservedUntil === null
        ? null
        : { registration: reservedFor, offerId, until: reservedUntil },
  };
}

export function sessionOf(row: ChargingSessionRow): ChargingSession {
  const { status, activeSince, pausedAt, stoppedAt, stopReason, endedAt, revision } = row;
  const base = chargingOf(row);
  const stop =
    stoppedAt === null || stopReason === null ? null : { at: stoppedAt, reason: stopReason };
  switch (status) {
    case 'PENDING':
      return { ...base, status };
    case 'ACTIVE':
      return { ...base, status, activeSince: present(activeSince, row), stop };
    case 'PAUSED':
      return {
        ...base,
        status,
        activeSince: present(activeSince, row),
        pausedAt: present(pausedAt, row),
        stop,
      };
    case 'COMPLETED':
    case 'INTERRUPTED': {
      const final = {
        ...base,
        activeSince,
        stoppedAt,
        endedAt: present(endedAt, row),
        stopReason: present<StopReason>(stopReason, row),
        revision,
      };
      const { faultCode: code, faultDescription: description } = row;
      return status === 'COMPLETED'
        ? { ...final, status }
        : { ...final, status, fault: code === null ? null : { code, description } };
    }
  }
}

/** What every session has. */
function chargingOf(row: ChargingSessionRow) {
  const { id, stationId, chargerId, connectorId, facilityId, tenantId, slotId } = row;
  const { parkingSessionId, registration, customerId, tariffVersionId, timeZone } = row;
  const { startedBy, startedAt, openedAt, estimatedEndAt, batteryWh, powerW, transactionId } = row;
  const place = { id, stationId, chargerId, connectorId, facilityId, tenantId, slotId };
  const vehicle = { parkingSessionId, registration, customerId, batteryWh, powerW, transactionId };
  const start = { tariffVersionId, timeZone, startedBy, startedAt, openedAt, estimatedEndAt };
  const targets = {
    socPercent: row.targetSocPercent,
    energyWh: row.targetEnergyWh,
    costInclTax: row.targetCostInclTax,
    durationSeconds: row.targetDurationSeconds,
  };
  return { ...place, ...vehicle, ...start, targets, version: row.version };
}

/** A field that a status has; the database holds it, the types of rows cannot say so. */
function present<Value>(value: Value | null, { id, status }: ChargingSessionRow): Value {
  if (value === null) throw new Error(`Session ${id} is ${status} and lacks a field of it.`);
  return value;
}

export function stayOf(row: StayRow): Stay {
  return { ...row, slotKind: row.slotKind === 'EV' ? 'EV' : 'ICE' };
}

export function proposalOf(row: ProposalRow): Proposal {
  return row;
}
