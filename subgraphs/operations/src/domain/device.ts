import { limits } from './limits.js';

/** What can be watched. */
export const deviceKinds = ['CHARGER', 'GATE', 'CAMERA', 'COUNTER', 'SENSOR'] as const;
export type DeviceKind = (typeof deviceKinds)[number];
export type Health = 'UNKNOWN' | 'HEALTHY' | 'DEGRADED' | 'UNHEALTHY' | 'MAINTENANCE';

/** Something that is wrong: a code, and whether the device works all the same. */
export interface Fault {
  readonly code: string;
  readonly isWarning: boolean;
}

/** A device that is watched. */
export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly stationId: string | null;
  readonly registeredAt: Date;
  /** Silence after which it counts as gone, in seconds; null: it need not speak. */
  readonly silentAfterSeconds: number | null;
  readonly lastHeardAt: Date | null;
  /** By where it was seen: `device`, or the id of a connector. */
  readonly faults: Readonly<Record<string, Fault>>;
  readonly connectorCount: number;
  /** Of its charging station; null where it has none. */
  readonly stationStatus: string | null;
  /** How it looks at this moment, and since when. */
  readonly condition: Health;
  readonly conditionSince: Date;
  /** What is told: a condition that has lasted. */
  readonly health: Health;
  readonly healthSince: Date;
  /** Why it has that health. */
  readonly reasons: readonly string[];
  /** Counts its events from 1. */
  readonly version: number;
}

/** `DeviceSettled`: nothing that others hear of, as when a gate speaks for the first time. */
export interface HealthChanged {
  readonly type: 'ChargerHealthChanged' | 'DeviceUnhealthy' | 'DeviceRecovered' | 'DeviceSettled';
  readonly device: Device;
  readonly previous: Health;
}

const deviceFault = 'device';

/** How a device looks at an instant, and why. */
export function conditionOf(
  device: Omit<Device, 'condition' | 'conditionSince'>,
  now: Date,
): { readonly condition: Health; readonly reasons: string[] } {
  const { stationStatus, faults, connectorCount, silentAfterSeconds, lastHeardAt } = device;
  if (stationStatus === 'MAINTENANCE' || stationStatus === 'RETIRED') {
    return { condition: 'MAINTENANCE', reasons: [`station ${stationStatus.toLowerCase()}`] };
  }
  const all = Object.entries(faults);
  const reasons = all.map(([, { code }]) => code).slice(0, limits.reasonsPerDevice);
  if (stationStatus === 'OFFLINE') return bad('station offline', reasons);
  if (silentAfterSeconds !== null) {
    if (lastHeardAt === null) return { condition: 'UNKNOWN', reasons: ['never heard of'] };
    const silentMs = now.getTime() - lastHeardAt.getTime();
    if (silentMs > silentAfterSeconds * 1_000) return bad('silent', reasons);
  }
  if (all.length === 0) return { condition: 'HEALTHY', reasons };
  const own = faults[deviceFault];
  if (own !== undefined && !own.isWarning) return { condition: 'UNHEALTHY', reasons };
  const broken = all.filter(([where, { isWarning }]) => where !== deviceFault && !isWarning).length;
  const isOut = connectorCount > 0 && broken >= connectorCount;
  return { condition: isOut ? 'UNHEALTHY' : 'DEGRADED', reasons };
}

const bad = (reason: string, others: readonly string[]) => ({
  condition: 'UNHEALTHY' as const,
  reasons: [reason, ...others].slice(0, limits.reasonsPerDevice),
});

/** What became known of a device. */
export type Observation =
  | { readonly kind: 'HEARD' }
  | { readonly kind: 'OWN_FAULT'; readonly level: number }
  | { readonly kind: 'CONNECTOR'; readonly connectorId: string; readonly code: string | null }
  | { readonly kind: 'STATION'; readonly status: string }
  | { readonly kind: 'TIME_PASSED' };

/** A device after something became known of it: its condition is of now, its health what it was. */
export function observe(device: Device, seen: Observation, now: Date): Device {
  const known = { ...device, ...learnt(device, seen, now) };
  const { condition } = conditionOf(known, now);
  return condition === device.condition ? known : { ...known, condition, conditionSince: now };
}

function learnt(device: Device, seen: Observation, now: Date): Partial<Device> {
  switch (seen.kind) {
    case 'HEARD':
      return { lastHeardAt: now };
    case 'OWN_FAULT': {
      const fault = {
        code: seen.level > 1 ? 'out of order' : 'warning',
        isWarning: seen.level <= 1,
      };
      return {
        lastHeardAt: now,
        faults: withFault(device.faults, deviceFault, seen.level === 0 ? null : fault),
      };
    }
    case 'CONNECTOR': {
      const fault = seen.code === null ? null : { code: seen.code, isWarning: false };
      return { faults: withFault(device.faults, seen.connectorId, fault) };
    }
    case 'STATION':
      return { stationStatus: seen.status };
    case 'TIME_PASSED':
      return {};
  }
}

function withFault(faults: Device['faults'], where: string, fault: Fault | null): Device['faults'] {
  const others = Object.entries(faults).filter(([place]) => place !== where);
  return Object.fromEntries(fault === null ? others : [...others, [where, fault]]);
}

const badness: Readonly<Record<Health, number>> = {
  MAINTENANCE: 0,
  UNKNOWN: 0,
  HEALTHY: 0,
  DEGRADED: 1,
  UNHEALTHY: 2,
};

/** For how long a condition must last before it is told, in milliseconds. */
export interface Patience {
  /** Trouble. */
  readonly worseAfterMs: number;
  /** The end of it. */
  readonly betterAfterMs: number;
}

/** When a device's condition becomes its health; null when it is. */
function settlesAt({ condition, conditionSince, health }: Device, patience: Patience): Date | null {
  if (condition === health) return null;
  return new Date(conditionSince.getTime() + waitMs(health, condition, patience));
}

/** Trouble is told soon, its end later; what staff decide, and first words, at once. */
function waitMs(health: Health, condition: Health, patience: Patience): number {
  if (condition === 'MAINTENANCE' || condition === 'UNKNOWN') return 0;
  if (badness[condition] > badness[health]) return patience.worseAfterMs;
  return badness[condition] < badness[health] ? patience.betterAfterMs : 0;
}

/**
 * A condition that has lasted becomes the health. The health counts from when the condition began, so that service
 * levels lose nothing to our patience.
 */
export function settle(device: Device, now: Date, patience: Patience): HealthChanged[] {
  const at = settlesAt(device, patience);
  if (at === null || at > now) return [];
  const { health: previous, condition: health, conditionSince: healthSince } = device;
  const { reasons } = conditionOf(device, now);
  const types: HealthChanged['type'][] = [
    ...(device.kind === 'CHARGER' ? (['ChargerHealthChanged'] as const) : []),
    ...(health === 'UNHEALTHY' ? (['DeviceUnhealthy'] as const) : []),
    ...(previous === 'UNHEALTHY' ? (['DeviceRecovered'] as const) : []),
  ];
  const changed = { ...device, health, healthSince, reasons };
  if (types.length === 0) return [{ type: 'DeviceSettled', device: changed, previous }];
  return types.map((type, index) => ({
    type,
    previous,
    device: { ...changed, version: device.version + index + 1 },
  }));
}
