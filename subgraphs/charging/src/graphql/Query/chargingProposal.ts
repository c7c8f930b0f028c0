import { userError } from '@voltpark/kit/graphql/errors';
import type { QueryResolvers } from '../generated/types.js';

export const chargingProposal: NonNullable<QueryResolvers['chargingProposal']> = async (
  _root,
  { id, parkingSessionId },
  { useCases, viewer },
) => {
  const { proposals } = useCases.reads;
  if (id != null) return (await proposals.byIds([id], viewer))[0] ?? null;
  if (parkingSessionId != null) return proposals.ofStay(parkingSessionId, viewer);
  throw userError('Name the offer or the stay.');
};
