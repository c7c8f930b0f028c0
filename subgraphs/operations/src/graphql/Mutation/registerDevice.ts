import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import { secondsOf } from '../duration.js';
import type { MutationResolvers } from '../generated/types.js';

export const registerDevice: NonNullable<MutationResolvers['registerDevice']> = async (
  _root,
  { input: { silentAfter, ...input } },
  { useCases, cause, loaders },
) => {
  const silentAfterSeconds = silentAfter == null ? null : secondsOf(silentAfter);
  const result = await useCases.registerDevice(cause, { ...input, silentAfterSeconds });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'DeviceRegistered', device: await loaded(loaders.device, result.deviceId) };
};
