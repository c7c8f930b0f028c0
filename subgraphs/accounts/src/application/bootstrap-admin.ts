import { adminAccount } from '../domain/account.js';
import { judgePassword } from '../domain/password.js';
import { isEmail, normaliseEmail } from '../domain/text.js';
import { systemCause, type Ports } from './ports.js';

/**
 * Makes the first ADMIN from the environment. Nothing happens when the address has an account: whoever holds
 * it may have changed the password since, and a restart must not undo that.
 * @throws Error when the address or the password will not do
 */
export function bootstrapAdmin({ clock, newId, log, reads, passwords, transact }: Ports) {
  return async (given: { readonly email: string; readonly password: string }): Promise<void> => {
    const email = normaliseEmail(given.email);
    if (!isEmail(email)) throw new Error('ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL is not an address.');
    const existing = await reads.accounts.byEmail(email);
    if (existing !== null) {
      if (!existing.roles.includes('ADMIN')) {
        log.warn('the address of the first administrator belongs to an account without that role');
      }
      return;
    }
    const weak = judgePassword(given.password, [email]);
    if (weak !== undefined) {
      throw new Error(`ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD: ${weak.message}`);
    }
    const passwordHash = await passwords.inTurn(({ hash }) => hash(given.password));
    if (typeof passwordHash !== 'string') throw new Error('Too busy to hash at the start.');
    await transact(systemCause, async ({ accounts, save }) => {
      // Several replicas start at once; the first makes the account, the others find it.
      if ((await accounts.claimEmail(email)) !== null) return;
      const account = adminAccount({ id: newId(), email, passwordHash, now: clock.now() });
      await save([{ type: 'AdminBootstrapped', account }]);
      log.info({ accountId: account.id }, 'the first administrator was made');
    });
  };
}
