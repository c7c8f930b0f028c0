import { invalidInput, notPermitted } from '@voltpark/kit/decision';
import { driverAccount, type Account } from '../domain/account.js';
import { customerOf } from '../domain/customer.js';
import { limits } from '../domain/limits.js';
import { firstFault, isEmail, localeOf, normaliseEmail, textFault, tidy } from '../domain/text.js';
import { signFor } from './begin-session.js';
import type { Cause, Ports } from './ports.js';
import type { Stores } from './stores.js';

/** What an external issuer's token says, after the gateway has verified it. */
export interface LinkIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string | null | undefined;
  readonly emailVerified: boolean;
  readonly displayName?: string | null | undefined;
  readonly locale?: string | null | undefined;
}

/**
 * The account of an external identity, made at its first use. It is never joined with an account of the same
 * address that has a password here: whoever controls an address elsewhere would take that account over.
 */
async function findOrMake(
  { newId, clock }: Ports,
  { accounts, save }: Stores,
  command: LinkIdentity,
): Promise<Account> {
  const known = await accounts.claimIdentity(command.issuer, command.subject);
  if (known !== null) return known;
  const address = normaliseEmail(command.email ?? '');
  const isFree =
    command.emailVerified && isEmail(address) && (await accounts.claimEmail(address)) === null;
  const name = tidy(command.displayName ?? '').slice(0, limits.nameLength);
  const account = driverAccount({
    id: newId(),
    customerId: newId(),
    email: isFree ? address : null,
    displayName: name === '' || /\p{Cc}|\p{Cs}/u.test(name) ? 'Driver' : name,
    locale: localeOf(command.locale ?? 'en') ?? 'en',
    passwordHash: null,
    now: clock.now(),
  });
  await save([
    { type: 'CustomerSignedUp', account, customer: customerOf(account, null) },
    { type: 'IdentityLinked', account, issuer: command.issuer, subject: command.subject },
  ]);
  return account;
}

/** Gives an access token for an identity that an external issuer vouches for. For the gateway alone. */
export function linkIdentity(ports: Ports) {
  const { clock, transact, accessTokens } = ports;
  return async (cause: Cause, command: LinkIdentity) => {
    if (cause.actor.kind !== 'SYSTEM') return notPermitted();
    const fault = firstFault(
      textFault('issuer', command.issuer, limits.issuerLength),
      textFault('subject', command.subject, limits.tokenLength),
      URL.canParse(command.issuer) ? undefined : invalidInput('issuer', 'An issuer is a URL.'),
    );
    if (fault !== undefined) return fault;
    const account = await transact(cause, (stores) => findOrMake(ports, stores, command));
    if (account.status !== 'ACTIVE') {
      return { type: 'AccountDeactivated', message: 'This account is not in force.' } as const;
    }
    const { accessToken, accessTokenExpiresAt } = await signFor(accessTokens, account, clock.now());
    return { __typename: 'IdentityLinked', accessToken, expiresAt: accessTokenExpiresAt } as const;
  };
}
