import type { QueryResolvers } from '../generated/types.js';
import { money } from '../money.js';

export const ledgerBalance: NonNullable<QueryResolvers['ledgerBalance']> = async (
  _root,
  { of, tenantId, at },
  { useCases, cause },
) => {
  const balances = await useCases.ledgerBalance(cause, {
    account: of.account,
    facilityId: of.facilityId ?? null,
    customerId: of.customerId ?? null,
    invoiceId: of.invoiceId ?? null,
    tenantId: tenantId ?? null,
    at: at ?? null,
  });
  return balances?.map(({ currency, balanceMinor }) => money(balanceMinor, currency)) ?? null;
};
