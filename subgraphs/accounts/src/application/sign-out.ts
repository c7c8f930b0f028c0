import { limits } from '../domain/limits.js';
import { textFault } from '../domain/text.js';
import type { Cause, Ports } from './ports.js';

export interface SignOut {
  readonly refreshToken: string;
  readonly everywhere?: boolean | null | undefined;
}

/** Ends the session of a refresh token, or all of its account. The answer does not say whether there was one. */
export function signOut({ clock, transact, secrets }: Ports) {
  return async (cause: Cause, command: SignOut) => {
    const fault = textFault('refreshToken', command.refreshToken, limits.tokenLength);
    if (fault !== undefined) return fault;
    return transact(cause, async ({ sessions }) => {
      const held = await sessions.holdByToken(secrets.hash(command.refreshToken));
      if (held !== null && command.everywhere === true) {
        await sessions.endAll(held.account.id, 'SIGNED_OUT', clock.now());
      } else if (held !== null) {
        await sessions.end(held.session.id, 'SIGNED_OUT', clock.now());
      }
      return { __typename: 'SignedOut', signedOut: true } as const;
    });
  };
}
