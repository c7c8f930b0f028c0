import type { GraphQLFormattedError } from 'graphql';

/*
 * What clients hear from the gateway itself about their subscriptions. The codes are part of the promise, see
 * docs/subscriptions.md.
 */

/** Followed by a fresh snapshot. */
export const cursorExpired: GraphQLFormattedError = {
  message: 'The cursor is older than what is kept; a fresh snapshot follows.',
  extensions: { code: 'CURSOR_EXPIRED' },
};

/** The operation is not valid, or not permitted, by the supergraph now in force. */
export const schemaChanged: GraphQLFormattedError = {
  message: 'The schema has changed and no longer allows this subscription.',
  extensions: { code: 'SCHEMA_CHANGED' },
};

/** The source did not come back. */
export const sourceLost = (correlationId: string): GraphQLFormattedError => ({
  message: 'The source of these updates is not available.',
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', correlationId },
});

/** The source broke, and nobody can say what was missed. */
export const interrupted = (correlationId: string): GraphQLFormattedError => ({
  message: 'These updates were interrupted.',
  extensions: { code: 'SUBSCRIPTION_INTERRUPTED', correlationId },
});

/** Too much on one connection. */
export const tooManyOperations = (limit: number): GraphQLFormattedError => ({
  message: `A connection may have ${limit} operations in flight.`,
  extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
});

/** More operations than the client's rate allows. */
export const tooOften: GraphQLFormattedError = {
  message: 'Too many requests. Try again later.',
  extensions: { code: 'RATE_LIMITED' },
};

/** The end of an event stream that belonged to a token. */
export const tokenExpired: GraphQLFormattedError = {
  message: 'The access token has expired.',
  extensions: { code: 'UNAUTHENTICATED' },
};

/** Links and images must not change anything. */
export const mutationByGet: GraphQLFormattedError = {
  message: 'A mutation needs a POST request.',
  extensions: { code: 'BAD_REQUEST' },
};
