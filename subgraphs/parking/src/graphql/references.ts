/** A facility, of which parking resolves its own fields by id. @public named by codegen.yml */
export interface FacilityReference {
  readonly id: string;
}

/** A vehicle, of which parking resolves its own fields by its normalised registration. @public named by codegen.yml */
export interface VehicleReference {
  readonly registration: string;
}
