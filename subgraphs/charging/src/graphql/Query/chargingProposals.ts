import type { QueryResolvers } from '../generated/types.js';
import { proposalPage } from '../pages.js';

export const chargingProposals: NonNullable<QueryResolvers['chargingProposals']> = (
  _root,
  args,
  context,
) => proposalPage(args, context);
