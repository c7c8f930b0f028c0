import { seesPass } from '../../application/read-passes.js';
import type { QueryResolvers } from '../generated/types.js';

export const pass: NonNullable<QueryResolvers['pass']> = async (
  _root,
  { id },
  { loaders, cause },
) => {
  const found = await loaders.pass.load(id);
  return found !== null && seesPass(cause.actor, found) ? found : null;
};
