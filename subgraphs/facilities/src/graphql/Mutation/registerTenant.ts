import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const registerTenant: NonNullable<MutationResolvers['registerTenant']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const result = await useCases.registerTenant(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'TenantRegistered', tenant: await loaded(loaders.tenant, result.tenantId) };
};
