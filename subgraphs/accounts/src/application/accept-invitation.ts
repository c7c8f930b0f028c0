import { acceptedInvitation, actorOf, invitationNotValid } from '../domain/account.js';
import { judgePassword } from '../domain/password.js';
import { beginSession, meOf } from './begin-session.js';
import type { Cause, Ports } from './ports.js';

export interface AcceptInvitation {
  readonly code: string;
  readonly password: string;
}

/** Sets the password of an invited account and begins its first session. */
export function acceptInvitation(ports: Ports) {
  const { clock, reads, secrets, passwords, transact } = ports;
  return async (cause: Cause, command: AcceptInvitation) => {
    const codeHash = secrets.hash(command.code.trim());
    const invited = await reads.accounts.byInvitation(codeHash);
    const open = acceptedInvitation(invited, '', clock.now());
    if (open === undefined) return invitationNotValid();
    const weak = judgePassword(command.password, [open.email ?? '', open.displayName]);
    if (weak !== undefined) return weak;

    return passwords.inTurn(async ({ hash }) => {
      const passwordHash = await hash(command.password);
      return transact({ ...cause, actor: actorOf(open) }, async (stores) => {
        const now = clock.now();
        const held = await stores.accounts.holdByInvitation(codeHash);
        const account = acceptedInvitation(held, passwordHash, now);
        if (account === undefined) return invitationNotValid();
        await stores.save([{ type: 'InvitationAccepted', account }]);
        const tokens = await beginSession(ports, stores, account, now);
        return { __typename: 'InvitationAccepted', tokens, me: meOf(account) } as const;
      });
    });
  };
}
