import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import { readTariff, readTariffContent } from '../../domain/content.js';
import type { MutationResolvers } from '../generated/types.js';
import { loadedVersion } from '../loaders.js';

type Field<Name extends keyof MutationResolvers> = NonNullable<MutationResolvers[Name]>;

export const createTariff: Field<'createTariff'> = async (
  _root,
  { input: { idempotencyKey, tenantId = null, name, tariff, effectiveFrom = null } },
  { useCases, cause, loaders },
) => {
  const content = readTariffContent(name, tariff);
  if (!content.ok) return answer(content.refusal);
  const command = { idempotencyKey, tenantId, content: content.value, effectiveFrom };
  const result = await useCases.createRules(cause, command);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'TariffCreated',
    tariff: await loaded(loaders.tariff, result.ruleSetId),
    version: await loadedVersion(loaders, 'TARIFF', result.versionId),
    findings: result.findings,
  };
};

export const changeTariff: Field<'changeTariff'> = async (
  _root,
  { input: { idempotencyKey, tariffId, name, tariff: json, effectiveFrom = null } },
  { useCases, cause, loaders },
) => {
  const content = name == null ? unnamed(json) : readTariffContent(name, json);
  if (!content.ok) return answer(content.refusal);
  const command = { idempotencyKey, ruleSetId: tariffId, content: content.value, effectiveFrom };
  const result = await useCases.changeRules(cause, command);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'TariffChanged',
    tariff: await loaded(loaders.tariff, result.ruleSetId),
    version: await loadedVersion(loaders, 'TARIFF', result.versionId),
    findings: result.findings,
  };
};

/** A version that keeps the name of the one before. */
function unnamed(json: unknown) {
  const tariff = readTariff(json);
  if (!tariff.ok) return tariff;
  return { ok: true, value: { kind: 'TARIFF', name: null, tariff: tariff.value } } as const;
}

export const assignTariff: Field<'assignTariff'> = async (
  _root,
  { input: { facilityId, stationId = null, tariffId = null, effectiveFrom = null } },
  { useCases, cause },
) => {
  const place = { kind: 'TARIFF', facilityId, stationId } as const;
  const result = await useCases.assignRules(cause, {
    ...place,
    ruleSetId: tariffId,
    effectiveFrom,
  });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'TariffAssigned', ...result };
};
