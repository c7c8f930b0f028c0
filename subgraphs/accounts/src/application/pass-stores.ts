import type { KnownFacility, PassProduct } from '../domain/pass-product.js';
import type { Pass } from '../domain/pass.js';
import type { Reach } from '@voltpark/kit/reach';
import type { Slice } from './slice.js';

/** What is known of facilities from their events. */
export interface FacilityReads {
  /** In any order; those that nobody told of are left out. */
  byIds(ids: readonly string[]): Promise<KnownFacility[]>;
  /** In the order of their ids. */
  ofTenant(tenantId: string): Promise<KnownFacility[]>;
}

export interface FacilityStore extends FacilityReads {
  /** Keeps what an event told, unless a later one has told more. */
  learn(facility: KnownFacility, version: number): Promise<void>;
}

/** What products in a list have in common; null: anything. */
export interface PassProductCriteria {
  readonly tenantId: string | null;
  /** Sold for this facility, of this tenant: by itself or with all others. */
  readonly at: { readonly facilityId: string; readonly tenantId: string } | null;
}

/** What passes in a list have in common; null: anything. */
export interface PassCriteria {
  readonly customerId: string | null;
  readonly vehicleId: string | null;
  /** Valid at this facility, of this tenant: by itself or with all others. */
  readonly at: { readonly facilityId: string; readonly tenantId: string } | null;
  readonly status: Pass['status'] | null;
  /** Whose time this instant lies in. */
  readonly instant: Date | null;
}

/** Whose passes somebody sees: their own, and those of the operator they work for. */
export interface PassSight {
  readonly customerId: string | null;
  readonly reach: Reach;
}

export interface PassReads {
  /** Products in any order. */
  productsByIds(ids: readonly string[]): Promise<PassProduct[]>;
  /** In the order of their making; those that are not sold any more only within `withdrawn`. */
  products(
    criteria: PassProductCriteria,
    withdrawn: Reach,
    slice: Slice<string>,
  ): Promise<PassProduct[]>;
  byIds(ids: readonly string[]): Promise<Pass[]>;
  /** In the order of their purchase. */
  find(criteria: PassCriteria, sight: PassSight, slice: Slice<string>): Promise<Pass[]>;
}

export interface PassStore extends PassReads {
  /** The product, held until the transaction ends. */
  holdProduct(id: string, reach: Reach): Promise<PassProduct | null>;
  /** How many a tenant has; none is added until the transaction ends. */
  countProducts(tenantId: string): Promise<number>;
  /** The pass, held until the transaction ends. */
  hold(id: string, sight: PassSight): Promise<Pass | null>;
  /** The vehicle's passes of a tenant that are pending or in force. The vehicle is held. */
  lasting(vehicleId: string, tenantId: string): Promise<Pass[]>;
  /** Pending or in force and over, held until the transaction ends; those that others hold are left out. */
  holdOver(now: Date, limit: number): Promise<Pass[]>;
}
