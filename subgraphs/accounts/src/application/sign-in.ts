import { limits } from '../domain/limits.js';
import { isEmail, normaliseEmail } from '../domain/text.js';
import { beginSession, meOf } from './begin-session.js';
import type { Cause, Hashing, Ports } from './ports.js';
import { countGlobally, takeAttempt } from './take-attempt.js';

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

/** The refusal that does not tell an unknown address from a wrong password. */
export const wrongCredentials = (message = 'E-mail and password do not belong together.') =>
  ({ type: 'WrongCredentials', message }) as const;

/** True for passwords that nobody can have set; they are not worth a hash of their length. */
export const isImpossible = (password: string) =>
  [...password].length > limits.passwordMaximumLength;

/** Begins a session with e-mail and password. */
export function signIn(ports: Ports) {
  const { passwords } = ports;
  return (cause: Cause, command: SignIn) =>
    passwords.inTurn((hashing) => prove(ports, cause, command, hashing));
}

async function prove(ports: Ports, cause: Cause, command: SignIn, { verify }: Hashing) {
  const { clock, reads, transact, secrets } = ports;
  const email = normaliseEmail(command.email);
  const key = `email:${secrets.hash(email)}`;
  const tooMany = await takeAttempt(ports, cause, key);
  if (tooMany !== undefined) return tooMany;

  const account = isEmail(email) ? await reads.accounts.byEmail(email) : null;
  const known = account?.status === 'ACTIVE' ? account.passwordHash : null;
  const isRight = isImpossible(command.password)
    ? await verify(null, '')
    : await verify(known, command.password);
  if (!isRight || account === null) {
    await countGlobally(ports, cause);
    return wrongCredentials();
  }

  return transact(cause, async (stores) => {
    // Whatever happened to the account while the password was being checked counts.
    const [current] = await stores.accounts.hold(account.id);
    if (current?.status !== 'ACTIVE' || current.passwordHash !== known) return wrongCredentials();
    await stores.throttles.clear(key);
    const tokens = await beginSession(ports, stores, current, clock.now());
    return { __typename: 'SignedIn', tokens, me: meOf(current) } as const;
  });
}
