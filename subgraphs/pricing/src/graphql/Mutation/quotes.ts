import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';
import { vehicleOf } from '../inputs.js';

type Field<Name extends keyof MutationResolvers> = NonNullable<MutationResolvers[Name]>;

export const quoteParking: Field<'quoteParking'> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const result = await useCases.quoteParking(cause, input.idempotencyKey, {
    facilityId: input.facilityId,
    from: input.from ?? null,
    to: input.to,
    ...vehicleOf(input),
    registration: input.registration ?? null,
    discountCode: input.discountCode ?? null,
  });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PriceQuoted', quote: await loaded(loaders.quote, result.quoteId) };
};

export const quoteCharging: Field<'quoteCharging'> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const { stationId, connectorType, kWh, powerKw = null } = input;
  const result = await useCases.quoteCharging(cause, input.idempotencyKey, {
    charging: { stationId, connectorType, kWh, powerKw },
    at: input.at ?? null,
    idleMinutes: input.idleMinutes ?? 0,
    discountCode: input.discountCode ?? null,
  });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PriceQuoted', quote: await loaded(loaders.quote, result.quoteId) };
};

export const quoteStay: Field<'quoteStay'> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const charging = input.charging ?? null;
  const result = await useCases.quoteStay(cause, input.idempotencyKey, {
    facilityId: input.facilityId,
    from: input.from ?? null,
    to: input.to,
    ...vehicleOf({ ...input, electric: input.electric ?? charging !== null }),
    charging: charging && {
      stationId: charging.stationId,
      connectorType: charging.connectorType,
      kWh: charging.kWh,
      powerKw: charging.powerKw ?? null,
      at: charging.at ?? null,
      idleMinutes: charging.idleMinutes ?? null,
    },
    registration: input.registration ?? null,
    discountCode: input.discountCode ?? null,
  });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PriceQuoted', quote: await loaded(loaders.quote, result.quoteId) };
};
