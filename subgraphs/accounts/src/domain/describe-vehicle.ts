import { normaliseRegistration, registrationSchema, type SlotSize } from '@voltpark/contracts';
import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import type { EventOf } from './events.js';
import { limits } from './limits.js';
import { firstFault, optionalTextFault, tidy, tidyOrNull, type Fault } from './text.js';
import {
  limitReached,
  vehicleAlreadyRetired,
  type ActiveVehicle,
  type ConnectorType,
  type RetiredVehicle,
  type Vehicle,
  type VehicleType,
} from './vehicle.js';

/** The size that vehicles of a type have, where nobody says otherwise. */
const usualSize: Readonly<Record<VehicleType, SlotSize>> = {
  MOTORCYCLE: 'COMPACT',
  CAR: 'STANDARD',
  VAN: 'STANDARD',
  TRUCK: 'LARGE',
  BUS: 'LARGE',
};

/** What is to be registered, as the caller wrote it. */
export interface RegisterVehicle {
  readonly registration: string;
  readonly type: VehicleType;
  readonly make?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly colour?: string | null | undefined;
  readonly size?: SlotSize | null | undefined;
  readonly isElectric: boolean;
  readonly connectorTypes: readonly ConnectorType[];
  readonly batteryWh?: number | null | undefined;
}

/** What is to change; undefined stays as it is. */
export interface ChangeVehicle {
  readonly type?: VehicleType | null | undefined;
  readonly make?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly colour?: string | null | undefined;
  readonly size?: SlotSize | null | undefined;
  readonly isElectric?: boolean | null | undefined;
  readonly connectorTypes?: readonly ConnectorType[] | null | undefined;
  readonly batteryWh?: number | null | undefined;
}

function batteryFault(isElectric: boolean, batteryWh: number | null | undefined) {
  if (batteryWh == null) return undefined;
  if (!isElectric) return invalidInput('batteryWh', 'Only electric vehicles have a battery here.');
  return batteryWh >= limits.batteryLeastWh && batteryWh <= limits.batteryMostWh
    ? undefined
    : invalidInput(
        'batteryWh',
        `A battery holds ${limits.batteryLeastWh} to ${limits.batteryMostWh} Wh.`,
      );
}

function connectorFault(isElectric: boolean, connectors: readonly ConnectorType[]) {
  return isElectric || connectors.length === 0
    ? undefined
    : invalidInput('connectorTypes', 'Only electric vehicles have connectors.');
}

function descriptionFault(input: ChangeVehicle): Fault | undefined {
  return firstFault(
    optionalTextFault('make', input.make, limits.makeLength),
    optionalTextFault('model', input.model, limits.makeLength),
    optionalTextFault('colour', input.colour, limits.colourLength),
  );
}

const colourOf = (written: string | null | undefined) =>
  tidyOrNull(written)?.toLocaleLowerCase('en') ?? null;

/** Decides whether a vehicle can be registered, apart from what others have registered. */
export function decideRegisterVehicle(
  customer: { readonly id: string; readonly activeVehicles: number },
  command: RegisterVehicle,
  given: { readonly id: string; readonly now: Date },
) {
  const registration = normaliseRegistration(command.registration);
  if (!registrationSchema.safeParse(registration).success) {
    return refused(invalidInput('registration', 'A registration has 2 to 12 letters and digits.'));
  }
  const fault = firstFault(
    descriptionFault(command),
    connectorFault(command.isElectric, command.connectorTypes),
    batteryFault(command.isElectric, command.batteryWh),
  );
  if (fault !== undefined) return refused(fault);
  if (customer.activeVehicles >= limits.vehiclesPerCustomer) {
    return refused(limitReached(limits.vehiclesPerCustomer, 'vehicles in use'));
  }
  const vehicle: ActiveVehicle = {
    id: given.id,
    registration,
    registrationAsWritten: tidy(command.registration),
    type: command.type,
    make: tidyOrNull(command.make),
    model: tidyOrNull(command.model),
    colour: colourOf(command.colour),
    size: command.size ?? usualSize[command.type],
    isElectric: command.isElectric,
    connectorTypes: [...new Set(command.connectorTypes)],
    batteryWh: command.batteryWh ?? null,
    registeredAt: given.now,
    version: 1,
    status: 'ACTIVE',
    customerId: customer.id,
    offer: null,
  };
  return accepted({ type: 'VehicleRegistered', vehicle } as const);
}

/** What is known of the vehicle after the change, whether or not that is allowed. */
function changed(vehicle: ActiveVehicle, command: ChangeVehicle): ActiveVehicle {
  const type = command.type ?? vehicle.type;
  const isElectric = command.isElectric ?? vehicle.isElectric;
  const follows = command.type != null && command.type !== vehicle.type;
  return {
    ...vehicle,
    type,
    isElectric,
    size: command.size ?? (follows ? usualSize[type] : vehicle.size),
    make: command.make === undefined ? vehicle.make : tidyOrNull(command.make),
    model: command.model === undefined ? vehicle.model : tidyOrNull(command.model),
    colour: command.colour === undefined ? vehicle.colour : colourOf(command.colour),
    connectorTypes: isElectric
      ? [...new Set(command.connectorTypes ?? vehicle.connectorTypes)]
      : [],
    batteryWh: !isElectric
      ? null
      : command.batteryWh === undefined
        ? vehicle.batteryWh
        : command.batteryWh,
  };
}

/** Fields that differ between two states of one vehicle, by name. */
export function changedFields(before: Vehicle, after: Vehicle): string[] {
  const described = [
    'type',
    'make',
    'model',
    'colour',
    'size',
    'isElectric',
    'connectorTypes',
    'batteryWh',
  ] as const;
  return described.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
}

/** Decides on a change of what is known of a vehicle. No event when nothing differs. */
export function decideUpdateVehicle(
  vehicle: Vehicle,
  command: ChangeVehicle,
): Decision<EventOf<'VehicleUpdated'>, Fault | ReturnType<typeof vehicleAlreadyRetired>> {
  if (vehicle.status === 'RETIRED') return refused(vehicleAlreadyRetired(vehicle.id));
  const after = changed(vehicle, command);
  const fault = firstFault(
    descriptionFault(command),
    connectorFault(after.isElectric, command.connectorTypes ?? []),
    batteryFault(after.isElectric, command.batteryWh),
  );
  if (fault !== undefined) return refused(fault);
  if (changedFields(vehicle, after).length === 0) return accepted();
  return accepted({
    type: 'VehicleUpdated',
    before: vehicle,
    vehicle: { ...after, version: vehicle.version + 1 },
  } as const);
}

/** Decides to take a vehicle out of use. No event when it is already. */
export function decideRetireVehicle(vehicle: Vehicle): Decision<EventOf<'VehicleRetired'>, never> {
  if (vehicle.status === 'RETIRED') return accepted();
  const retired: RetiredVehicle = {
    ...vehicle,
    status: 'RETIRED',
    offer: null,
    version: vehicle.version + 1,
  };
  return accepted({ type: 'VehicleRetired', vehicle: retired } as const);
}
