import type { analyticsEvents } from '@voltpark/contracts';
import type { Summary } from '../application/summary.js';
import type { Days, Revenue, RevenueRow, Usage, VehicleType } from '../domain/reports.js';

/** A facility, of which analytics resolves its own fields by id. @public named by codegen.yml */
export interface FacilityReference {
  readonly id: string;
}

/** Key figures. @public named by codegen.yml */
export type KpisAnswer = analyticsEvents.Kpis;

/** How a facility performed. @public named by codegen.yml */
export interface PerformanceAnswer {
  readonly usage: Usage;
  readonly revenue: Revenue;
}

/** A row of revenue, with its currency. @public named by codegen.yml */
export type RevenueRowAnswer = RevenueRow & { readonly currency: string };

/** A kind of vehicle, with the stays of all kinds. @public named by codegen.yml */
export type VehicleTypeAnswer = VehicleType & { readonly allStays: number };

/** What some days came to. @public named by codegen.yml */
export type SummaryAnswer = Summary & Days;
