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
      const tokenHash = secrets.hash(command.refreshToken);
      if (command.everywhere === true) {
        const accountId = await sessions.ownerOf(tokenHash);
        if (accountId !== null) await sessions.endAll(accountId, 'SIGNED_OUT', clock.now());
      } else {
        const held = await sessions.holdByToken(tokenHash);
        if (held !== null) await sessions.end(held.session.id, 'SIGNED_OUT', clock.now());
      }
      return { __typename: 'SignedOut', signedOut: true } as const;
    });
  };
}
