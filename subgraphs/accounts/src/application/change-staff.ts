import { notFound, notPermitted } from '@voltpark/kit/decision';
import { refuseManager, type Account } from '../domain/account.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import type { Stores } from './stores.js';

/**
 * The frame of every change of staff: hold the one who asks and the one it is about, see that the former may,
 * change. Both are held in the order of their ids, so that two ADMINs who deactivate each other do not end
 * with none: the second finds itself out of office.
 */
export function changeStaff<Result extends { readonly type: string } | Account>(
  { transact }: Ports,
  cause: Cause,
  staffId: string,
  change: (staff: Account, stores: Stores) => Promise<Result>,
) {
  return transact(cause, async (stores) => {
    const held = await stores.accounts.hold(cause.actor.id, staffId);
    const manager = held.find((account) => account.id === cause.actor.id) ?? null;
    const staff = await stores.accounts.holdStaff(staffId, reachOf(cause.actor));
    if (staff === null) return notFound('Staff', staffId);
    const refusal = refuseManager(manager, staff.tenantId);
    if (refusal !== undefined) return refusal;
    if (staff.id === manager?.id) return notPermitted('Somebody else has to do this for you.');
    return change(staff, stores);
  });
}
