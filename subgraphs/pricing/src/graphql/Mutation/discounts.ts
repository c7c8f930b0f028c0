import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { DiscountTerms } from '../../domain/discount.js';
import type { ChangeDiscountInput, MutationResolvers } from '../generated/types.js';
import { reductionOf } from '../inputs.js';

type Field<Name extends keyof MutationResolvers> = NonNullable<MutationResolvers[Name]>;

export const createDiscount: Field<'createDiscount'> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const reduction = reductionOf(input.reduction, 'reduction');
  if (!reduction.ok) return answer(reduction.refusal);
  const result = await useCases.createDiscount(cause, {
    idempotencyKey: input.idempotencyKey,
    tenantId: input.tenantId ?? null,
    code: input.code,
    terms: {
      name: input.name,
      reduction: reduction.value,
      appliesTo: input.appliesTo ?? 'PARKING',
      facilityIds: input.facilityIds ?? [],
      validFrom: input.validFrom ?? null,
      validUntil: input.validUntil ?? null,
      maximumUses: input.maximumUses ?? null,
    },
  });
  if (isRefusal(result)) return answer(result);
  const discount = await loaded(loaders.discount, result.discountId);
  return { __typename: 'DiscountCreated', discount };
};

export const changeDiscount: Field<'changeDiscount'> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const given = givenTerms(input);
  if (input.reduction != null) {
    const reduction = reductionOf(input.reduction, 'reduction');
    if (!reduction.ok) return answer(reduction.refusal);
    given.reduction = reduction.value;
  }
  const result = await useCases.changeDiscount(cause, input.discountId, given);
  if (isRefusal(result)) return answer(result);
  const discount = await loaded(loaders.discount, result.discountId);
  return { __typename: 'DiscountChanged', discount };
};

/** What an input says; null says something only where a discount may be without. */
function givenTerms(input: ChangeDiscountInput) {
  const { name, appliesTo, facilityIds, validFrom, validUntil, maximumUses } = input;
  const given: { -readonly [Name in keyof DiscountTerms]?: DiscountTerms[Name] } = {};
  if (name != null) given.name = name;
  if (appliesTo != null) given.appliesTo = appliesTo;
  if (facilityIds != null) given.facilityIds = facilityIds;
  if (validFrom != null) given.validFrom = validFrom;
  if (validUntil !== undefined) given.validUntil = validUntil;
  if (maximumUses !== undefined) given.maximumUses = maximumUses;
  return given;
}

export const endDiscount: Field<'endDiscount'> = async (
  _root,
  { input: { discountId } },
  { useCases, cause, loaders },
) => {
  const result = await useCases.endDiscount(cause, discountId);
  if (isRefusal(result)) return answer(result);
  const discount = await loaded(loaders.discount, result.discountId);
  return { __typename: 'DiscountWasEnded', discount };
};
