import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

/** The schema's defaults once more, as its types do not know that they are always filled in. */
const defaults = { type: 'CAR', isElectric: false, connectorTypes: [] } as const;

export const registerVehicle: NonNullable<MutationResolvers['registerVehicle']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.registerVehicle(cause, { ...defaults, ...input }));
