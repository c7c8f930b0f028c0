import type { SlotSize } from '@voltpark/contracts';

export type VehicleType = 'MOTORCYCLE' | 'CAR' | 'VAN' | 'TRUCK' | 'BUS';

/** Connector types by their OCPI names; households' sockets are one. */
export type ConnectorType =
  | 'IEC_62196_T1'
  | 'IEC_62196_T1_COMBO'
  | 'IEC_62196_T2'
  | 'IEC_62196_T2_COMBO'
  | 'CHADEMO'
  | 'NACS'
  | 'TESLA_S'
  | 'DOMESTIC';

interface VehicleBase {
  readonly id: string;
  /** Normalised; unique among active vehicles. */
  readonly registration: string;
  readonly registrationAsWritten: string;
  readonly type: VehicleType;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  readonly connectorTypes: readonly ConnectorType[];
  readonly batteryWh: number | null;
  readonly registeredAt: Date;
  /** Counts the published events of this vehicle. */
  readonly version: number;
}

/** An open offer to pass a vehicle on; of its code only the hash is kept. */
export interface TransferOffer {
  readonly codeHash: string;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
}

/** In use. */
export interface ActiveVehicle extends VehicleBase {
  readonly status: 'ACTIVE';
  readonly customerId: string;
  readonly offer: TransferOffer | null;
}

/** Out of use for good. */
export interface RetiredVehicle extends VehicleBase {
  readonly status: 'RETIRED';
  readonly customerId: string | null;
  readonly offer: null;
}

export type Vehicle = ActiveVehicle | RetiredVehicle;

/** The refusal of a registration that an active vehicle bears. It does not say whose. */
export const registrationTaken = (registration: string) =>
  ({
    type: 'RegistrationTaken',
    message: `The registration ${registration} is registered already.`,
    registration,
  }) as const;

/** The refusal to change what is out of use. */
export const vehicleAlreadyRetired = (vehicleId: string) =>
  ({
    type: 'VehicleAlreadyRetired',
    message: 'The vehicle is retired.',
    vehicleId,
  }) as const;

/** The refusal of one more than there may be. */
export const limitReached = (limit: number, what: string) =>
  ({ type: 'LimitReached', message: `There may be at most ${limit} ${what}.`, limit }) as const;

/** The refusal of a transfer code that opens nothing. */
export const transferCodeNotValid = () =>
  ({
    type: 'TransferCodeNotValid',
    message: 'This code is not valid any more. Ask for a new one.',
  }) as const;
