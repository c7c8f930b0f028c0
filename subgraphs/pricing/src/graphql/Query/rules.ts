import type { QueryResolvers } from '../generated/types.js';
import { pageById } from '../connections.js';

type Field<Name extends keyof QueryResolvers> = NonNullable<QueryResolvers[Name]>;

export const tariff: Field<'tariff'> = (_root, { id }, { loaders }) => loaders.tariff.load(id);

export const tariffs: Field<'tariffs'> = (_root, args, { useCases, cause }) =>
  pageById(args, (slice) => useCases.listRuleSets(cause, 'TARIFF', slice));

export const ratePlan: Field<'ratePlan'> = (_root, { id }, { loaders }) =>
  loaders.ratePlan.load(id);

export const ratePlans: Field<'ratePlans'> = (_root, args, { useCases, cause }) =>
  pageById(args, (slice) => useCases.listRuleSets(cause, 'RATE_PLAN', slice));

export const tariffInForce: Field<'tariffInForce'> = (
  _root,
  { facilityId, stationId = null, at },
  { loaders, now },
) => loaders.tariffInForce.load({ kind: 'TARIFF', facilityId, stationId, at: at ?? now });

export const ratePlanInForce: Field<'ratePlanInForce'> = (
  _root,
  { facilityId, at },
  { loaders, now },
) => loaders.planInForce.load({ kind: 'RATE_PLAN', facilityId, stationId: null, at: at ?? now });
