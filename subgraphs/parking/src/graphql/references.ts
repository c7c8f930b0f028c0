/** A facility, of which parking resolves its own fields by id. */
export interface FacilityReference {
  readonly id: string;
}

/** A vehicle, of which parking resolves its own fields by its normalised registration. */
export interface VehicleReference {
  readonly registration: string;
}
