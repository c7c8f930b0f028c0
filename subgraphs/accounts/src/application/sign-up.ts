import { newAccountFault } from '../domain/new-account.js';
import { actorOf, driverAccount } from '../domain/account.js';
import { customerOf } from '../domain/customer.js';
import { judgePassword } from '../domain/password.js';
import { localeOf, normaliseEmail, phoneOf, tidy } from '../domain/text.js';
import type { Cause, Ports } from './ports.js';

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly locale?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/**
 * Makes somebody a customer. An address that is taken gets the same answer after the same work: hashing, which
 * is nearly all of it, is done before anybody looks whether the address is free.
 */
export function signUp({ clock, newId, transact, passwords }: Ports) {
  return async (cause: Cause, command: SignUp) => {
    const fault = newAccountFault(command);
    if (fault !== undefined) return fault;
    const email = normaliseEmail(command.email);
    const weak = judgePassword(command.password, [email, command.displayName]);
    if (weak !== undefined) return weak;

    return passwords.inTurn(async ({ hash }) => {
      const account = driverAccount({
        id: newId(),
        customerId: newId(),
        email,
        displayName: tidy(command.displayName),
        locale: localeOf(command.locale ?? 'en') ?? 'en',
        passwordHash: await hash(command.password),
        now: clock.now(),
      });
      const customer = customerOf(account, command.phone == null ? null : phoneOf(command.phone));
      await transact({ ...cause, actor: actorOf(account) }, async ({ accounts, save }) => {
        if ((await accounts.claimEmail(email)) !== null) return;
        await save([{ type: 'CustomerSignedUp', account, customer }]);
      });
      return { __typename: 'SignUpAccepted', email } as const;
    });
  };
}
