import { deviceKinds, type DeviceKind } from '../domain/device.js';
import { limits } from '../domain/limits.js';
import {
  defaultObjectives,
  serviceLevel,
  type Objective,
  type ServiceLevel,
} from '../domain/slo.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import { facilityOf } from './set-rules.js';

/** How devices of a kind do at a facility, against what they shall. */
export interface LevelOfKind extends ServiceLevel, Pick<Objective, 'targetMilli' | 'windowDays'> {
  readonly kind: DeviceKind;
  /** The facility has not set the objective itself. */
  readonly isDefault: boolean;
}

/** Service levels of a facility by kind of device: those that have an objective. Null out of reach. */
export function serviceLevels(ports: Ports) {
  const { reads, clock } = ports;
  return async ({ actor }: Cause, facilityId: string): Promise<LevelOfKind[] | null> => {
    if ((await facilityOf(ports, facilityId, reachOf(actor))) === null) return null;
    const now = clock.now();
    const own = await reads.levels.objectives([facilityId]);
    const since = new Date(now.getTime() - limits.windowDays * 86_400_000);
    const periods = await reads.levels.periods([facilityId], since);
    return deviceKinds.flatMap((kind) => {
      const set = own.find((one) => one.kind === kind);
      const objective = set ?? defaultObjectives[kind];
      if (objective === undefined) return [];
      const { targetMilli, windowDays } = objective;
      const ofKind = periods.filter((period) => period.kind === kind);
      const level = serviceLevel(ofKind, objective, now);
      return [{ kind, targetMilli, windowDays, isDefault: set === undefined, ...level }];
    });
  };
}
