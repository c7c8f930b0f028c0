import type { Role } from '@voltpark/contracts';
import { notFound } from '@voltpark/kit/decision';
import {
  invitedAccount,
  invitedAgain,
  refuseManager,
  staffRolesFault,
  type InvitedAccount,
} from '../domain/account.js';
import { newAccountFault } from '../domain/new-account.js';
import { idempotencyKeyFault, normaliseEmail, tidy } from '../domain/text.js';
import type { Cause, Ports } from './ports.js';
import type { Stores } from './stores.js';

export interface InviteStaff {
  readonly tenantId?: string | null | undefined;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly idempotencyKey: string;
}

/** The refusal of an address that has an account. Told to those who manage staff alone. */
const emailTaken = (email: string) =>
  ({ type: 'EmailTaken', message: 'This address belongs to an account already.', email }) as const;

async function invite(
  { newId, clock }: Ports,
  { accounts, tenants }: Stores,
  cause: Cause,
  input: Omit<InviteStaff, 'idempotencyKey'>,
  invitationHash: string,
) {
  const tenantId = input.tenantId ?? null;
  const [manager = null] = await accounts.hold(cause.actor.id);
  const refusal = refuseManager(manager, tenantId);
  if (refusal !== undefined) return refusal;
  const fault = newAccountFault(input) ?? staffRolesFault(tenantId, input.roles);
  if (fault !== undefined) return fault;
  if (tenantId !== null && !(await tenants.exists(tenantId))) return notFound('Tenant', tenantId);

  const email = normaliseEmail(input.email);
  const given = {
    displayName: tidy(input.displayName),
    roles: input.roles,
    invitationHash,
    now: clock.now(),
  };
  const existing = await accounts.claimEmail(email);
  if (existing === null) return invitedAccount({ ...given, id: newId(), tenantId, email });
  if (existing.status !== 'INVITED' || existing.tenantId !== tenantId) return emailTaken(email);
  return invitedAgain(existing, given);
}

const isInvited = (result: object): result is InvitedAccount => 'invitationHash' in result;

/** Invites somebody to work for a tenant or for the network. */
export function inviteStaff(ports: Ports) {
  const { reads, secrets, transact } = ports;
  return async (cause: Cause, { idempotencyKey, ...input }: InviteStaff) => {
    const fault = idempotencyKeyFault(idempotencyKey);
    if (fault !== undefined) return fault;
    const code = `vi_${secrets.random()}`;
    let isFirst = false;
    const result = await transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'inviteStaff', input }, async () => {
        const account = await invite(ports, stores, cause, input, secrets.hash(code));
        if (!isInvited(account)) return account;
        await stores.save([{ type: 'StaffInvited', account }]);
        isFirst = true;
        return { staffId: account.id, expiresAt: account.invitationExpiresAt.toISOString() };
      }),
    );
    if ('type' in result) return result;
    const staff = await reads.accounts.byId(result.staffId);
    if (staff === null) return notFound('Staff', result.staffId);
    return {
      __typename: 'StaffInvited',
      staff,
      invitationCode: isFirst ? code : null,
      expiresAt: new Date(result.expiresAt),
    } as const;
  };
}
