import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { isLive } from '../../domain/invoice.js';
import { limits } from '../../domain/limits.js';
import type { MutationResolvers } from '../generated/types.js';

export const settleStay: NonNullable<MutationResolvers['settleStay']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const { idempotencyKey, parkingSessionId = null, registration = null } = input;
  const result = await useCases.settleStay(cause, {
    ...{ idempotencyKey, parkingSessionId, registration },
  });
  if (isRefusal(result)) {
    if (result.type === 'ChargingInProgress') {
      const chargingSession = { id: result.chargingSessionId };
      return { __typename: result.type, message: result.message, chargingSession };
    }
    if (result.type !== 'StayNotOpen') return answer(result);
    const [latest] = await useCases.payableOfStay(cause, result.parkingSessionId);
    return { __typename: result.type, message: result.message, latestInvoice: latest ?? null };
  }
  const documents = await useCases.payableOfStay(cause, result.parkingSessionId);
  const live = documents.filter(isLive);
  const [invoice] = live;
  if (invoice === undefined) throw new Error('A stay that was settled has an invoice.');
  return {
    __typename: 'StaySettled',
    invoice,
    invoices: live.slice(0, limits.settledInvoices).toReversed(),
    settledUntil: new Date(result.settledUntil),
    leaveBefore: new Date(result.leaveBefore),
  };
};
