import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const reportConnectorStatus: NonNullable<
  MutationResolvers['reportConnectorStatus']
> = async (_root, { input }, { useCases, cause, loaders }) => {
  const { connectorId, status, version, faultCode, faultDescription, at } = input;
  const result = await useCases.reportConnectorStatus(cause, {
    connectorId,
    status,
    version: version ?? 'V1_6',
    faultCode: faultCode ?? null,
    faultDescription: faultDescription ?? null,
    at: at ?? null,
  });
  if (isRefusal(result)) return answer(result);
  const connector = await loaded(loaders.connector, result.connectorId);
  const session = result.sessionId === null ? null : await loaders.session.load(result.sessionId);
  return { __typename: 'ConnectorStatusReported', connector, session };
};
