import type { CommonRefusal } from '@voltpark/kit/decision';
import type { ConnectorStatus, ConnectorType, StationStatus } from './station.js';
import type { ChargingSession, StopReason } from './session.js';

/** One kind of the refusals that all contexts share. */
type Common<Type extends CommonRefusal['type']> = Extract<CommonRefusal, { type: Type }>;
export type InvalidInput = Common<'InvalidInput'>;
export type NotFound = Common<'NotFound'>;
export type NotPermitted = Common<'NotPermitted'>;

interface Why {
  readonly message: string;
}

export interface StationNameTaken extends Why {
  readonly type: 'StationNameTaken';
  readonly stationId: string;
}

export interface StationBusy extends Why {
  readonly type: 'StationBusy';
  readonly openSessions: number;
}

export interface StationRetired extends Why {
  readonly type: 'StationRetired';
  readonly since: Date;
}

export interface StationUnavailable extends Why {
  readonly type: 'StationUnavailable';
  readonly stationId: string;
  readonly status: StationStatus;
  readonly since: Date;
}

export interface ConnectorOccupied extends Why {
  readonly type: 'ConnectorOccupied';
  readonly connectorId: string;
}

export interface ConnectorUnavailable extends Why {
  readonly type: 'ConnectorUnavailable';
  readonly connectorId: string;
  readonly status: ConnectorStatus;
}

export interface ConnectorReserved extends Why {
  readonly type: 'ConnectorReserved';
  readonly connectorId: string;
  readonly until: Date | null;
}

export interface ConnectorIncompatible extends Why {
  readonly type: 'ConnectorIncompatible';
  readonly connectorType: ConnectorType;
  readonly vehicleConnectorTypes: readonly string[];
}

export interface VehicleNotParked extends Why {
  readonly type: 'VehicleNotParked';
}

export interface VehicleNotAtConnector extends Why {
  readonly type: 'VehicleNotAtConnector';
  /** The slots at which the vehicle and the connector stand. */
  readonly parkedAt: { readonly id: string };
  readonly connectorAt: { readonly id: string };
}

export interface VehicleAlreadyCharging extends Why {
  readonly type: 'VehicleAlreadyCharging';
  readonly sessionId: string;
}

export interface ChargingNotOffered extends Why {
  readonly type: 'ChargingNotOffered';
}

/** The session is in a state in which this cannot be done. */
export interface IllegalTransition<
  Type extends 'SessionNotActive' | 'SessionNotPaused',
> extends Why {
  readonly type: Type;
  readonly sessionId: string;
  readonly status: ChargingSession['status'];
}

export interface ChargingSessionStopped extends Why {
  readonly type: 'ChargingSessionStopped';
  readonly sessionId: string;
  readonly stoppedAt: Date;
  readonly reason: StopReason;
}

export interface ChargingSessionEnded extends Why {
  readonly type: 'ChargingSessionEnded';
  readonly sessionId: string;
  readonly status: ChargingSession['status'];
  readonly endedAt: Date;
  readonly reason: StopReason;
}

export interface ProposalClosed extends Why {
  readonly type: 'ProposalClosed';
  readonly status: 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN' | 'EXPIRED';
}
