/** A facility, of which charging resolves its own fields by id. @public named by codegen.yml */
export interface FacilityReference {
  readonly id: string;
}

/** A vehicle, of which charging resolves its own fields by its normalised registration. @public named by codegen.yml */
export interface VehicleReference {
  readonly registration: string;
}

/** A stay, of which charging resolves its own fields by id. @public named by codegen.yml */
export interface ParkingSessionReference {
  readonly id: string;
}
