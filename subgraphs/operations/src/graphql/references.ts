import type { ContextStatus } from '@voltpark/contracts';

/** A facility, of which operations resolves its own fields by id. @public named by codegen.yml */
export interface FacilityReference {
  readonly id: string;
}

/** A charging station, of which operations resolves its own fields by id. @public named by codegen.yml */
export interface StationReference {
  readonly id: string;
}

/** How far a context is behind, as it told. @public named by codegen.yml */
export type LagTold = ContextStatus['consumers'][number];
