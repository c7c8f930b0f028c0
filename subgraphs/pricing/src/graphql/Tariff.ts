import { idleFeeOf, limitOf, pricesOf, summaryOfTariff } from '../domain/describe-tariff.js';
import { pageByNumber } from './connections.js';
import type { TariffResolvers, TariffVersionResolvers } from './generated/types.js';
import { versionOf } from './loaders.js';
import { ofKind } from './versions.js';

export const Tariff: TariffResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.tariff.load(id),
  versionAt: async ({ id }, { at }, { useCases, now }) =>
    ofKind('TARIFF', await useCases.versionAt(id, at ?? now)),
  versions: ({ id }, args, { useCases }) =>
    pageByNumber(args, async (slice) =>
      (await useCases.listVersions(id, slice)).filter((version) => version.kind === 'TARIFF'),
    ),
};

export const TariffVersion: TariffVersionResolvers = {
  __resolveReference: ({ id }, { loaders }) => versionOf(loaders, 'TARIFF', id),
  tariffId: ({ ruleSetId }) => ruleSetId,
  currency: ({ tariff }) => tariff.currency,
  ocpi: ({ tariff }) => tariff,
  summary: ({ tariff }) => summaryOfTariff(tariff),
  prices: ({ tariff }) => pricesOf(tariff),
  minimum: ({ tariff }) => limitOf(tariff.min_price),
  maximum: ({ tariff }) => limitOf(tariff.max_price),
  idleFee: ({ tariff }) => idleFeeOf(tariff.idle_fee),
};
