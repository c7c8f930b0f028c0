import { invalidInput, notFound } from '@voltpark/kit/decision';
import type { Device, DeviceKind } from '../domain/device.js';
import { limits } from '../domain/limits.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import { facilityOf } from './set-rules.js';

export interface RegisterDeviceCommand {
  readonly idempotencyKey: string;
  readonly facilityId: string;
  readonly kind: Exclude<DeviceKind, 'CHARGER'>;
  readonly name: string;
  readonly silentAfterSeconds: number | null;
}

/** Adds a device that charging does not know. */
export function registerDevice({ transact, clock, newId, reads }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: RegisterDeviceCommand) => {
    const fault = faultOf({ idempotencyKey, ...input });
    if (fault !== null) return fault;
    const facility = await facilityOf({ reads }, input.facilityId, reachOf(cause.actor));
    if (facility === null) return notFound('Facility', input.facilityId);
    return transact(cause, ({ devices, once }) =>
      once({ idempotencyKey, operation: 'registerDevice', input }, async () => {
        const deviceId = newId();
        const now = clock.now();
        await devices.add({
          ...newDevice({ id: deviceId, kind: input.kind, name: input.name.trim() }, facility, now),
          silentAfterSeconds: input.silentAfterSeconds ?? limits.silentAfterSeconds.default,
        });
        return { deviceId };
      }),
    );
  };
}

function faultOf({ idempotencyKey, name, silentAfterSeconds }: RegisterDeviceCommand) {
  const { idempotencyKeyCharacters, nameCharacters } = limits;
  if (idempotencyKey.length === 0 || idempotencyKey.length > idempotencyKeyCharacters) {
    return invalidInput('idempotencyKey', `A key has 1 to ${idempotencyKeyCharacters} characters.`);
  }
  const written = name.trim();
  if (written.length === 0 || written.length > nameCharacters) {
    return invalidInput('name', `A name has 1 to ${nameCharacters} characters.`);
  }
  const { minimum, maximum } = limits.silentAfterSeconds;
  if (silentAfterSeconds === null) return null;
  if (silentAfterSeconds >= minimum && silentAfterSeconds <= maximum) return null;
  return invalidInput('silentAfter', 'Silence is noticed after PT1M to P1D.');
}

/** A device of which nothing is known but that it is there. */
export function newDevice(
  of: Pick<Device, 'id' | 'kind' | 'name'>,
  { id: facilityId, tenantId }: { readonly id: string; readonly tenantId: string },
  now: Date,
): Device {
  return {
    ...of,
    facilityId,
    tenantId,
    stationId: null,
    registeredAt: now,
    silentAfterSeconds: null,
    lastHeardAt: null,
    faults: {},
    connectorCount: 0,
    stationStatus: null,
    condition: 'UNKNOWN',
    conditionSince: now,
    health: 'UNKNOWN',
    healthSince: now,
    reasons: [],
    version: 0,
  };
}
