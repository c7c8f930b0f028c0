import type { Alert, Standing } from '../domain/alert.js';
import type { AlertRule } from '../domain/alert-rule.js';
import type { DeviceKind, Health } from '../domain/device.js';
import type { HealthPeriod, Objective } from '../domain/slo.js';
import type { Slice } from './ports.js';
import type { Reach } from '@voltpark/kit/reach';

/** What rules watch of a facility. */
export interface Watched {
  readonly id: string;
  readonly timeZone: string;
  readonly taken: number | null;
  readonly inService: number | null;
  readonly countHeardAt: Date | null;
  readonly revenueDay: string | null;
  readonly revenueMinor: number;
}

/** How a rule stands with one of its subjects. */
export interface StandingOf extends Standing {
  readonly ruleId: string;
  readonly subjectId: string;
}

export interface AlertReads {
  byIds(ids: readonly string[], reach: Reach): Promise<Alert[]>;
  /** The latest first; criteria that are null do not matter. */
  find(
    criteria: { readonly facilityId: string | null; readonly isOpen: boolean | null },
    slice: Slice<readonly [raisedAt: Date, id: string]>,
    reach: Reach,
  ): Promise<Alert[]>;
  /** Where the stream has the event of each alert's version, by alert; those that are not published are left out. */
  streamPositions(
    alerts: readonly Pick<Alert, 'id' | 'version'>[],
  ): Promise<ReadonlyMap<string, number>>;
  rules(ids: readonly string[], reach: Reach): Promise<AlertRule[]>;
  /** By kind and id. */
  rulesOf(facilityIds: readonly string[], reach: Reach): Promise<AlertRule[]>;
  standingsOf(ruleIds: readonly string[]): Promise<StandingOf[]>;
  /** Facilities by id, behind one. */
  watched(after: string, limit: number): Promise<Watched[]>;
  /** Devices of the facilities that do not do well. */
  ailing(
    facilityIds: readonly string[],
  ): Promise<{ readonly id: string; readonly facilityId: string; readonly health: Health }[]>;
}

export interface AlertStore extends AlertReads {
  addRule(rule: AlertRule): Promise<void>;
  saveRule(rule: AlertRule): Promise<void>;
  countRules(facilityId: string): Promise<number>;
  /** The standing of a rule with a subject, held until the transaction ends. */
  holdStanding(ruleId: string, subjectId: string): Promise<Standing>;
  saveStanding(standing: StandingOf): Promise<void>;
  hold(id: string, reach: Reach): Promise<Alert | null>;
  /** Held: open alerts that are to be escalated by now; others' are passed by. */
  holdEscalating(now: Date, limit: number): Promise<Alert[]>;
  add(alert: Alert): Promise<void>;
  save(alert: Alert): Promise<void>;
  /** Removes at most so many that were over before; those stay for which a rule still stands. Returns how many. */
  removeResolved(before: Date, limit: number): Promise<number>;
}

export interface LevelReads {
  objectives(facilityIds: readonly string[]): Promise<Objective[]>;
  /** Periods that reach into the time since. */
  periods(
    facilityIds: readonly string[],
    since: Date,
  ): Promise<(HealthPeriod & { readonly facilityId: string; readonly kind: DeviceKind })[]>;
}

export interface LevelStore extends LevelReads {
  /** Removes at most so many periods that ended before. Returns how many. */
  removeEnded(before: Date, limit: number): Promise<number>;
  save(objective: Objective, now: Date): Promise<void>;
}
