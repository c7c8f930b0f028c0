/** A facility as its context tells of it. */
export interface KnownFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** Telemetry of a facility of which nothing was told yet. */
export interface Untold {
  readonly facilityId: string;
  readonly tenantId: string;
  readonly readingCount: number;
  readonly from: Date;
  readonly to: Date;
  /** Of the event that tells of it. */
  readonly version: number;
}

export interface FacilityReads {
  byIds(ids: readonly string[]): Promise<KnownFacility[]>;
}

export interface FacilityStore extends FacilityReads {
  /** Nothing older ever overwrites something newer. True when it is new here. */
  keep(facility: KnownFacility, version: number): Promise<boolean>;
  /**
   * Places taken and in service, by the version that parking counts for all events of a facility's places: a car whose
   * arrival is told late comes with an earlier time, and counts all the same. Nothing older overwrites something newer.
   */
  keepOccupancy(
    id: string,
    of: { taken: number; inService: number; version: number },
  ): Promise<boolean>;
  /** Its feed sent a count. False when the facility is not known yet. */
  keepCount(id: string, of: { countedAt: Date; heardAt: Date }): Promise<boolean>;
  /** Money of a local day, in minor units; of days gone by nothing is kept. */
  addRevenue(id: string, of: { day: string; minor: number }): Promise<void>;
  /** Adds new readings to what is to be told of a facility. */
  addUntold(facilityId: string, of: { count: number; from: Date; to: Date }): Promise<void>;
  /** Takes what is to be told of facilities that were not told of since; others' are passed by. */
  takeUntold(toldBefore: Date, now: Date, limit: number): Promise<Untold[]>;
}
