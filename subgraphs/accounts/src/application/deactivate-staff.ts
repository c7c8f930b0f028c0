import { deactivated } from '../domain/account.js';
import { changeStaff } from './change-staff.js';
import type { Cause, Ports } from './ports.js';

/** Ends the access of a member of staff. */
export function deactivateStaff(ports: Ports) {
  return async (cause: Cause, { staffId }: { readonly staffId: string }) => {
    const result = await changeStaff(ports, cause, staffId, async (staff, { save, sessions }) => {
      if (staff.status === 'DEACTIVATED') return staff;
      const account = deactivated(staff);
      await save([{ type: 'StaffDeactivated', account }]);
      await sessions.endAll(staff.id, 'DEACTIVATED', ports.clock.now());
      return account;
    });
    return 'type' in result ? result : ({ __typename: 'StaffDeactivated', staff: result } as const);
  };
}
