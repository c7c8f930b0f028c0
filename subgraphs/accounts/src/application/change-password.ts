import { notPermitted } from '@voltpark/kit/decision';
import type { ActiveAccount } from '../domain/account.js';
import { judgePassword } from '../domain/password.js';
import { beginSession } from './begin-session.js';
import type { Cause, Hashing, Ports } from './ports.js';
import { isImpossible, wrongCredentials } from './sign-in.js';
import { takeAttempt } from './take-attempt.js';

export interface ChangePassword {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Sets another password, ends every session and begins a new one. */
export function changePassword(ports: Ports) {
  const { reads, passwords } = ports;
  return async (cause: Cause, command: ChangePassword) => {
    const account =
      cause.actor.kind === 'PERSON' ? await reads.accounts.byId(cause.actor.id) : null;
    if (account?.status !== 'ACTIVE' || account.passwordHash === null) {
      return notPermitted('This account has no password here.');
    }
    const weak = judgePassword(command.newPassword, [account.email ?? '', account.displayName]);
    if (weak !== undefined) return weak;
    return passwords.inTurn((hashing) => replace(ports, cause, account, command, hashing));
  };
}

const wrongPassword = () => wrongCredentials('The current password is another one.');

async function replace(
  ports: Ports,
  cause: Cause,
  account: ActiveAccount,
  command: ChangePassword,
  { hash, verify }: Hashing,
) {
  const key = `account:${account.id}`;
  const tooMany = await takeAttempt(ports, cause, key);
  if (tooMany !== undefined) return tooMany;
  const isRight =
    !isImpossible(command.currentPassword) &&
    (await verify(account.passwordHash, command.currentPassword));
  if (!isRight) return wrongPassword();
  const passwordHash = await hash(command.newPassword);

  return ports.transact(cause, async (stores) => {
    const [current] = await stores.accounts.hold(account.id);
    if (current?.status !== 'ACTIVE' || current.passwordHash !== account.passwordHash) {
      return wrongPassword();
    }
    const now = ports.clock.now();
    await stores.throttles.clear(key);
    await stores.save([{ type: 'PasswordChanged', account: { ...current, passwordHash } }]);
    await stores.sessions.endAll(current.id, 'PASSWORD_CHANGED', now);
    const tokens = await beginSession(ports, stores, current, now);
    return { __typename: 'PasswordChanged', tokens } as const;
  });
}
