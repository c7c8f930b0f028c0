import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Viewer } from '@voltpark/kit/viewer';
import type { FacilityOccupancy, Level, LevelCounts, Reads } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import { defaultExitTerms, type ExitTerms } from '../domain/exit.js';
import type { SlotHold } from '../domain/hold.js';
import type { ParkingSession } from '../domain/session.js';
import type { Slot } from '../domain/slot.js';

/** What one request loads by id: each row once, all that are wanted together in one statement. */
export interface Loaders {
  /** A facility and how full it is. */
  readonly occupancy: DataLoader<string, FacilityOccupancy | null>;
  readonly level: DataLoader<string, Level | null>;
  /** What a facility asks at its exit. */
  readonly exitTerms: DataLoader<string, ExitTerms>;
  readonly hold: DataLoader<string, SlotHold | null>;
  readonly levelsOf: DataLoader<string, readonly Level[]>;
  readonly levelCounts: DataLoader<string, LevelCounts | null>;
  readonly slot: DataLoader<string, Slot | null>;
  /** Sessions that the viewer may see; null for others. */
  readonly session: DataLoader<string, ParkingSession | null>;
  /** Open sessions that the viewer may see, by registration. */
  readonly openSession: DataLoader<string, ParkingSession | null>;
  /** Whether parking has ever heard of a registration. */
  readonly isKnown: DataLoader<string, boolean>;
}

/** Loaders of one request. They are made when they are first used, as most requests need one or two. */
export function createLoaders({ reads }: UseCases, viewer: Viewer): Loaders {
  const made = new Map<keyof Loaders, Loaders[keyof Loaders]>();
  const makers = loaderMakers(reads, viewer);
  const loader = <Name extends keyof Loaders>(name: Name): Loaders[Name] => {
    const known = made.get(name) ?? makers[name]();
    made.set(name, known);
    return known as Loaders[Name];
  };
  return {
    get occupancy() {
      return loader('occupancy');
    },
    get level() {
      return loader('level');
    },
    get exitTerms() {
      return loader('exitTerms');
    },
    get hold() {
      return loader('hold');
    },
    get levelsOf() {
      return loader('levelsOf');
    },
    get levelCounts() {
      return loader('levelCounts');
    },
    get slot() {
      return loader('slot');
    },
    get session() {
      return loader('session');
    },
    get openSession() {
      return loader('openSession');
    },
    get isKnown() {
      return loader('isKnown');
    },
  };
}

function loaderMakers(
  reads: Reads,
  viewer: Viewer,
): { [Name in keyof Loaders]: () => Loaders[Name] } {
  const byId = (row: { readonly id: string }) => row.id;
  return {
    occupancy: () =>
      new DataLoader(async (ids) => {
        const [facilities, occupancies] = await Promise.all([
          reads.facilities(ids),
          reads.occupancies(ids),
        ]);
        const rows = occupancies.flatMap((occupancy) => {
          const facility = facilities.find(({ id }) => id === occupancy.facilityId);
          return facility === undefined ? [] : [{ facility, occupancy }];
        });
        return inOrder(ids, rows, ({ facility }) => facility.id);
      }),
    level: () => new DataLoader(async (ids) => inOrder(ids, await reads.levels(ids), byId)),
    exitTerms: () =>
      new DataLoader(async (facilityIds) => {
        const terms = await reads.exitTerms(facilityIds);
        return facilityIds.map((id) => terms.get(id) ?? defaultExitTerms);
      }),
    hold: () => new DataLoader(async (ids) => inOrder(ids, await reads.holds(ids), byId)),
    levelsOf: () =>
      new DataLoader(async (facilityIds) => {
        const levels = await reads.levelsOf(facilityIds);
        return facilityIds.map((id) => levels.filter(({ facilityId }) => facilityId === id));
      }),
    levelCounts: () =>
      new DataLoader(async (ids) => {
        const counts = await reads.levelCounts(ids);
        return ids.map((id) => counts.get(id) ?? null);
      }),
    slot: () => new DataLoader(async (ids) => inOrder(ids, await reads.slots(ids), byId)),
    session: () =>
      new DataLoader(async (ids) => inOrder(ids, await reads.sessions(ids, viewer), byId)),
    openSession: () =>
      new DataLoader(async (registrations) => {
        const sessions = await reads.openSessions(registrations, viewer);
        return inOrder(registrations, sessions, ({ registration }) => registration);
      }),
    isKnown: () =>
      new DataLoader(async (registrations) => {
        const known = await reads.knownRegistrations(registrations);
        return registrations.map((registration) => known.has(registration));
      }),
  };
}
