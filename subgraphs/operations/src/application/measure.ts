import type { Measure } from '../domain/alert.js';
import type { AlertKind } from '../domain/alert-rule.js';
import type { DeviceKind, Health } from '../domain/device.js';
import { localDay } from '../domain/local-day.js';
import { certainBurn, defaultObjectives, serviceLevel } from '../domain/slo.js';
import type { HealthPeriod, Objective } from '../domain/slo.js';
import type { Watched } from './alert-ports.js';

/** All that rules of one facility look at. */
export interface Picture {
  readonly facility: Watched;
  readonly ailing: readonly { readonly id: string; readonly health: Health }[];
  readonly objectives: readonly Objective[];
  readonly periods: readonly (HealthPeriod & { readonly kind: DeviceKind })[];
}

/** What a kind of rule measures at a facility: nothing, where nothing is known. */
export function measure(kind: AlertKind, picture: Picture, now: Date): Measure[] {
  const { facility, ailing } = picture;
  const { id: subjectId, taken, inService } = facility;
  switch (kind) {
    case 'HIGH_OCCUPANCY':
    case 'LOW_AVAILABILITY': {
      if (taken === null || inService === null || inService === 0) return [];
      const free = Math.max(0, inService - taken);
      const value = kind === 'HIGH_OCCUPANCY' ? (taken / inService) * 100 : free;
      return [{ subjectId, value, places: { free, capacity: inService } }];
    }
    case 'HIGH_REVENUE': {
      const isToday = facility.revenueDay === localDay(now, facility.timeZone);
      return [{ subjectId, value: isToday ? facility.revenueMinor : 0 }];
    }
    case 'FEED_STALE': {
      if (facility.countHeardAt === null) return [];
      return [{ subjectId, value: (now.getTime() - facility.countHeardAt.getTime()) / 1_000 }];
    }
    case 'DEVICE_UNHEALTHY':
      return ailing.map(({ id, health }) => ({
        subjectId: id,
        value: health === 'UNHEALTHY' ? 2 : 1,
      }));
    case 'ERROR_BUDGET_BURN':
      return [{ subjectId, value: worstBurn(picture, now) }];
  }
}

/** Of all kinds of devices that have an objective. */
function worstBurn({ objectives, periods }: Picture, now: Date): number {
  const kinds = [...new Set(periods.map(({ kind }) => kind))];
  const burns = kinds.map((kind) => {
    const objective = objectives.find((one) => one.kind === kind) ?? defaultObjectives[kind];
    if (objective === undefined) return 0;
    const ofKind = periods.filter((period) => period.kind === kind);
    return certainBurn(serviceLevel(ofKind, objective, now));
  });
  return Math.max(0, ...burns);
}
