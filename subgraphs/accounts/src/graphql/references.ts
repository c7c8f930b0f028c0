/** A facility, of which accounts resolves its own fields by id. @public named by codegen.yml */
export interface FacilityReference {
  readonly id: string;
}

/** A tenant, which another context knows more of. @public named by codegen.yml */
export interface TenantReference {
  readonly id: string;
}
