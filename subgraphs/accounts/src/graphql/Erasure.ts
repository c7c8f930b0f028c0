import type { ErasureResolvers } from './generated/types.js';

export const Erasure: ErasureResolvers = {
  contexts: (erasure, _args, { useCases }) => useCases.readErasureReport(erasure),
};
