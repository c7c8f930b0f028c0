import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const declineProposal: NonNullable<MutationResolvers['declineProposal']> = async (
  _root,
  { id },
  { useCases, cause, viewer },
) => {
  const result = await useCases.declineProposal(cause, id);
  if (isRefusal(result)) return answer(result);
  const [proposal] = await useCases.reads.proposals.byIds([result.proposalId], viewer);
  if (proposal === undefined) throw new Error(`Offer ${id} was turned down and is not there.`);
  return { __typename: 'ProposalDeclined', proposal };
};
