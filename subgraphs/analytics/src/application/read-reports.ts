import { limits } from '../domain/limits.js';
import { datesOf } from '../domain/local-days.js';
import type { Days } from '../domain/reports.js';
import { exportCsv } from './export-csv.js';
import type { At, Cause, LogSlice, Ports } from './ports.js';
import { daysRefusal } from './read-occupancy.js';
import { summaryOf, summaryOfDay, type DaySummary } from './summary.js';
import { ownFacility } from './viewer.js';

/** Figures of a facility, for its own staff. Null where it is not a facility of theirs. */
export function readReports(ports: Pick<Ports, 'reads' | 'clock'>) {
  const { reads, clock } = ports;
  const own = async (cause: Cause, facilityId: string): Promise<At | null> => {
    const facility = await ownFacility(ports, cause, facilityId, 'billing:revenue');
    return facility === null ? null : { facility, now: clock.now() };
  };
  const report =
    <Result>(read: (at: At, days: Days) => Promise<Result>) =>
    async (cause: Cause, facilityId: string, days: Days) => {
      const refusal = daysRefusal(days, limits.reportDays);
      if (refusal !== null) return refusal;
      const at = await own(cause, facilityId);
      return at === null ? null : read(at, days);
    };
  return {
    usageReport: report(reads.reports.usage),
    stationUtilisation: report(reads.reports.stations),
    vehicleTypes: report(reads.reports.vehicleTypes),
    reservationReport: report(reads.reports.reservations),
    revenueReport: report(reads.reports.revenue),
    performance: report(async (at, days) => {
      const [usage, revenue] = await Promise.all([
        reads.reports.usage(at, days),
        reads.reports.revenue(at, days),
      ]);
      return { usage, revenue };
    }),
    operationsSummary: report(async (at, days) => ({
      ...days,
      ...(await summaryOf(reads, at, days)),
    })),
    dailyReports: async (cause: Cause, facilityId: string, days: Days) => {
      const refusal = daysRefusal(days, limits.dailyReports);
      if (refusal !== null) return refusal;
      const at = await own(cause, facilityId);
      if (at === null) return null;
      const reports: DaySummary[] = [];
      // One after another: a month of days at once would take all connections.
      for (const date of datesOf(days)) reports.push(await summaryOfDay(reads, at, date));
      return reports;
    },
    dailyReport: async (cause: Cause, facilityId: string, date: string) => {
      const at = await own(cause, facilityId);
      return at === null ? null : summaryOfDay(reads, at, date);
    },
    kpis: async (cause: Cause, facilityId: string) => {
      const at = await own(cause, facilityId);
      return at === null ? null : ((await reads.kpis([facilityId], at.now))[0] ?? null);
    },
    eventLog: async (cause: Cause, facilityId: string, slice: LogSlice) =>
      (await own(cause, facilityId)) === null ? null : reads.log(facilityId, slice),
    exportCsv: exportCsv(reads, own),
  };
}
