import type { Role } from '@voltpark/contracts';
import { staffRolesFault } from '../domain/account.js';
import { changeStaff } from './change-staff.js';
import type { Cause, Ports } from './ports.js';

export interface SetStaffRoles {
  readonly staffId: string;
  readonly roles: readonly Role[];
}

/** Gives a member of staff other roles and ends their sessions. */
export function setStaffRoles(ports: Ports) {
  return async (cause: Cause, { staffId, roles }: SetStaffRoles) => {
    const result = await changeStaff(ports, cause, staffId, async (staff, { save, sessions }) => {
      const fault = staffRolesFault(staff.tenantId, roles);
      if (fault !== undefined) return fault;
      const isSame =
        roles.length === staff.roles.length && roles.every((role) => staff.roles.includes(role));
      if (isSame) return staff;
      const account = { ...staff, roles };
      await save([{ type: 'StaffRolesSet', account, previousRoles: staff.roles }]);
      await sessions.endAll(staff.id, 'ROLES_CHANGED', ports.clock.now());
      return account;
    });
    return 'type' in result ? result : ({ __typename: 'StaffRolesSet', staff: result } as const);
  };
}
