import { catalog } from '@voltpark/contracts';
import { money } from '../domain/money.js';
import { percentOf } from '../domain/reports.js';
import { duration, wholeDuration } from './answers.js';
import type {
  DailyReportResolvers,
  EventLogEntryResolvers,
  FacilityKpisResolvers,
  LiveKpisResolvers,
  OccupancyPeriodResolvers,
  OperationsSummaryResolvers,
  PatternHourResolvers,
  PerformanceReportResolvers,
  ReservationReportResolvers,
  RevenueReportResolvers,
  RevenueRowResolvers,
  StationUtilisationResolvers,
  UsageReportResolvers,
  VehicleTypeShareResolvers,
} from './generated/types.js';

export const OccupancyPeriod: OccupancyPeriodResolvers = {
  percent: ({ taken, inService }) => percentOf(taken, inService),
  known: ({ knownMs, start, end }) => knownMs / (end.getTime() - start.getTime()),
};

export const PatternHour: PatternHourResolvers = {
  percent: ({ taken, inService }) => percentOf(taken, inService),
};

export const FacilityKpis: FacilityKpisResolvers = {
  at: ({ at }) => new Date(at),
  averageStay: ({ averageStaySeconds }) => duration(averageStaySeconds),
  revenueToday: ({ revenueTodayMinor, currency }) => money(revenueTodayMinor, currency),
  revenueLastHour: ({ revenueLastHourMinor, currency }) => money(revenueLastHourMinor, currency),
};

export const LiveKpis: LiveKpisResolvers = {
  facility: ({ kpis }) => ({ id: kpis.facilityId }),
};

export const PerformanceReport: PerformanceReportResolvers = {
  transactions: ({ revenue }) => revenue.transactions,
  revenue: ({ revenue }) => money(revenue.netMinor, revenue.currency),
  gross: ({ revenue }) => money(revenue.grossMinor, revenue.currency),
  revenuePerTransaction: ({ revenue: { netMinor, transactions, currency } }) =>
    transactions > 0 ? money(Math.round(netMinor / transactions), currency) : null,
  averageStay: ({ usage }) => duration(usage.averageStaySeconds),
};

export const UsageReport: UsageReportResolvers = {
  averageStay: ({ averageStaySeconds }) => duration(averageStaySeconds),
  longestStay: ({ longestStaySeconds }) => duration(longestStaySeconds),
};

export const RevenueReport: RevenueReportResolvers = {
  revenue: ({ netMinor, currency }) => money(netMinor, currency),
  gross: ({ grossMinor, currency }) => money(grossMinor, currency),
  received: ({ receivedMinor, currency }) => money(receivedMinor, currency),
  rows: ({ rows, currency }) => rows.map((row) => ({ ...row, currency })),
};

export const RevenueRow: RevenueRowResolvers = {
  kind: ({ chargeKind }) => chargeKind,
  revenue: ({ netMinor, currency }) => money(netMinor, currency),
  gross: ({ grossMinor, currency }) => money(grossMinor, currency),
};

export const StationUtilisation: StationUtilisationResolvers = {
  station: ({ stationId: id }) => ({ id }),
  utilisationPercent: ({ usedSeconds, availableSeconds }) =>
    percentOf(usedSeconds, availableSeconds),
};

export const ReservationReport: ReservationReportResolvers = {
  noShowPercent: ({ noShows, fulfilled }) => percentOf(noShows, noShows + fulfilled),
  bookedTime: ({ bookedSeconds }) => wholeDuration(bookedSeconds),
  revenue: ({ netMinor, currency }) => money(netMinor, currency),
  gross: ({ grossMinor, currency }) => money(grossMinor, currency),
};

export const VehicleTypeShare: VehicleTypeShareResolvers = {
  size: ({ vehicleSize }) => vehicleSize,
  electric: ({ isElectric }) => isElectric,
  percent: ({ stays, allStays }) => percentOf(stays, allStays) ?? 0,
  averageStay: ({ averageStaySeconds }) => duration(averageStaySeconds),
};

export const DailyReport: DailyReportResolvers = {
  averageStay: ({ averageStaySeconds }) => duration(averageStaySeconds),
  revenue: ({ netMinor, currency }) => money(netMinor, currency),
  gross: ({ grossMinor, currency }) => money(grossMinor, currency),
};

export const OperationsSummary: OperationsSummaryResolvers = {
  averageStay: ({ averageStaySeconds }) => duration(averageStaySeconds),
  revenue: ({ netMinor, currency }) => money(netMinor, currency),
  gross: ({ grossMinor, currency }) => money(grossMinor, currency),
};

export const EventLogEntry: EventLogEntryResolvers = {
  at: ({ at }) => new Date(at),
  summary: ({ type }) => catalog.get(type)?.summary ?? null,
  subjectType: ({ aggregateType }) => aggregateType,
  subjectId: ({ aggregateId }) => aggregateId,
};
