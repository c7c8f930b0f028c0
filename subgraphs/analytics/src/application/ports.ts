import type { Actor, analyticsEvents, EventDraft } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { Cell } from '../domain/csv.js';
import type { FacilityFact, LoggedEvent } from '../domain/facts.js';
import type {
  Days,
  OccupancyPeriod,
  PatternHour,
  Reservations,
  Revenue,
  StationUse,
  Usage,
  VehicleType,
} from '../domain/reports.js';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** An hour of occupancy: it begins where an hour of the facility's zone does. */
export type HourOfOccupancy = OccupancyPeriod;

/** What is asked about: a facility in its own zone, up to now. */
export interface At {
  readonly facility: Pick<FacilityFact, 'id' | 'timeZone' | 'currency'>;
  readonly now: Date;
}

export interface OccupancyReads {
  /** Hours of which something is known, ascending; of an hour that the range cuts, the part within it. */
  hourly(
    facilityId: string,
    range: { readonly from: Date; readonly to: Date },
  ): Promise<HourOfOccupancy[]>;
  hours(at: At, days: Days): Promise<OccupancyPeriod[]>;
  days(at: At, days: Days): Promise<OccupancyPeriod[]>;
  pattern(at: At, days: Days): Promise<PatternHour[]>;
}

export interface ReportReads {
  usage(at: At, days: Days): Promise<Usage>;
  revenue(at: At, days: Days): Promise<Revenue>;
  stations(at: At, days: Days): Promise<StationUse[]>;
  vehicleTypes(at: At, days: Days): Promise<VehicleType[]>;
  reservations(at: At, days: Days): Promise<Reservations>;
}

/** A slice of the log, the latest first, behind `after`. */
export interface LogSlice {
  readonly types: readonly string[] | null;
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
}

/** Rows to be exported: each with the key that the next chunk goes on behind. */
export interface ExportRow {
  readonly key: readonly string[];
  readonly cells: readonly Cell[];
}

export type ExportKind = 'STAYS' | 'CHARGING_SESSIONS' | 'INVOICES' | 'OCCUPANCY' | 'EVENTS';

export interface Reads {
  /** Ids of all facilities. */
  facilityIds(): Promise<string[]>;
  /** In any order; unknown ones are left out. */
  facilities(ids: readonly string[]): Promise<FacilityFact[]>;
  readonly occupancy: OccupancyReads;
  readonly reports: ReportReads;
  kpis(facilityIds: readonly string[], now: Date): Promise<analyticsEvents.Kpis[]>;
  log(facilityId: string, slice: LogSlice): Promise<LoggedEvent[]>;
  exportRows(
    kind: ExportKind,
    at: At,
    question: Days & { readonly limit: number; readonly after: readonly string[] | null },
  ): Promise<ExportRow[]>;
}

/** What is told to others: each telling is one transaction that writes what was told and the event of it. */
export interface Telling {
  /** Tells those key figures that changed since they were told last; returns how many. */
  kpis(
    facilityIds: readonly string[],
    figures: (facilityIds: readonly string[]) => Promise<analyticsEvents.Kpis[]>,
    draft: (kpis: analyticsEvents.Kpis, version: number) => EventDraft,
  ): Promise<number>;
  /** Tells a day unless it was told with the same content; true when it was told. */
  day<Content extends object>(
    facilityId: string,
    day: string,
    content: () => Promise<Content>,
    draft: (content: Content, version: number) => EventDraft,
  ): Promise<boolean>;
}

/** Before which instants rows are past their time. */
export interface PastTime {
  /** Samples of occupancy, but for a facility's latest. */
  readonly samples: Date;
  readonly log: Date;
  /** What was told of days. */
  readonly told: Date;
}

/** Removal of what is past its time. */
export interface Retention {
  /** Notes up to when rows may be missing from now on. */
  begin(until: PastTime): Promise<void>;
  /** Removes up to so many rows a kind of a facility; `more` when there may be others. */
  remove(
    facilityId: string,
    until: PastTime,
    rows: number,
  ): Promise<{ readonly total: number; readonly more: boolean }>;
}

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly reads: Reads;
  readonly telling: Telling;
}
