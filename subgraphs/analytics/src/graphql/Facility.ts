import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import { answered } from './answers.js';
import type { FacilityResolvers } from './generated/types.js';
import { occupancyForecast } from './occupancy-forecast.js';

const cursor = z.tuple([z.iso.datetime(), z.string().max(64)]);

/** What analytics knows of a facility; unknown ones are null, field by field. */
export const Facility: FacilityResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  occupancyHistory: ({ id }, { granularity, ...days }, { useCases }) =>
    answered(useCases.occupancyHistory(id, granularity, days)),
  occupancyPattern: ({ id }, days, { useCases }) => answered(useCases.occupancyPattern(id, days)),
  occupancyForecast,
  kpis: ({ id }, _args, { useCases, cause }) => useCases.kpis(cause, id),
  performance: ({ id }, days, { useCases, cause }) =>
    answered(useCases.performance(cause, id, days)),
  usageReport: ({ id }, days, { useCases, cause }) =>
    answered(useCases.usageReport(cause, id, days)),
  revenueReport: ({ id }, days, { useCases, cause }) =>
    answered(useCases.revenueReport(cause, id, days)),
  stationUtilisation: ({ id }, days, { useCases, cause }) =>
    answered(useCases.stationUtilisation(cause, id, days)),
  vehicleTypes: async ({ id }, days, { useCases, cause }) => {
    const types = await answered(useCases.vehicleTypes(cause, id, days));
    const allStays = types?.reduce((sum, { stays }) => sum + stays, 0) ?? 0;
    return types?.map((type) => ({ ...type, allStays })) ?? null;
  },
  reservationReport: ({ id }, days, { useCases, cause }) =>
    answered(useCases.reservationReport(cause, id, days)),
  dailyReports: ({ id }, days, { useCases, cause }) =>
    answered(useCases.dailyReports(cause, id, days)),
  operationsSummary: ({ id }, days, { useCases, cause }) =>
    answered(useCases.operationsSummary(cause, id, days)),
  dailyReport: ({ id }, { date }, { useCases, cause }) => useCases.dailyReport(cause, id, date),
  eventLog: async ({ id }, { types, ...args }, { useCases, cause }) => {
    const { limit, after } = pageRequest(args, cursor);
    const behind = after === null ? null : { at: after[0], id: after[1] };
    const entries = await useCases.eventLog(cause, id, {
      ...{ types: types ?? null, limit, after: behind },
    });
    return entries === null
      ? null
      : page(entries, args, (entry) => encodeCursor([entry.at, entry.id]));
  },
};
