import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
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
  const device = await loaders.device.load(result.deviceId);
  if (device === null) throw new Error(`Device ${result.deviceId} was added and is not there.`);
  return { __typename: 'DeviceRegistered', device };
};
