import { reactivated } from '../domain/account.js';
import { changeStaff } from './change-staff.js';
import type { Cause, Ports } from './ports.js';

/** Gives a deactivated member of staff access again. */
export function reactivateStaff(ports: Ports) {
  return async (cause: Cause, { staffId }: { readonly staffId: string }) => {
    const result = await changeStaff(ports, cause, staffId, async (staff, { save }) => {
      if (staff.status !== 'DEACTIVATED') return staff;
      const voidHash = ports.secrets.hash(ports.secrets.random());
      const account = reactivated(staff, voidHash, ports.clock.now());
      await save([{ type: 'StaffReactivated', account }]);
      return account;
    });
    return 'type' in result ? result : ({ __typename: 'StaffReactivated', staff: result } as const);
  };
}
