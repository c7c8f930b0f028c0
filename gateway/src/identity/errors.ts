import { GraphQLError } from 'graphql';

/** The credentials are not to be believed. Says which kind of fault, never what of it was close. */
export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

/** Who issues the keys or exchanges the credentials does not answer: nobody can be believed just now. */
export function identityUnavailable(cause: unknown): GraphQLError {
  return new GraphQLError('Credentials cannot be checked at the moment. Try again soon.', {
    originalError: cause instanceof Error ? cause : null,
    extensions: { code: 'IDENTITY_UNAVAILABLE' },
  });
}

/** True when the fault is the client's: its credentials are wrong. */
export const isUnauthenticated = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions['code'] === 'UNAUTHENTICATED';
