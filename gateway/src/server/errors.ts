import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { FormatError } from '../ports.js';

/** Codes whose messages may hold what is nobody's business: addresses, statements, stacks. */
const masked = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

const maskedMessage = 'Something went wrong on our side.';

/** Extensions that never reach a client, whoever put them there. */
const secret = ['stacktrace', 'exception', 'http', 'originalError'] as const;

/** See {@link FormatError}. An error without a code is one that nobody thought of: it is masked. */
export const formatError: FormatError = (error, correlationId) => {
  if (error instanceof GraphQLError) return format(error.toJSON(), correlationId);
  if (isFormatted(error)) return format(error, correlationId);
  return format({ message: maskedMessage }, correlationId);
};

function format(error: GraphQLFormattedError, correlationId: string): GraphQLFormattedError {
  const { message, locations, path, extensions } = error;
  const given = extensions?.['code'];
  const code = typeof given === 'string' ? given : 'INTERNAL_SERVER_ERROR';
  const shown: Record<string, unknown> = { ...extensions, code, correlationId };
  for (const name of secret) delete shown[name];
  return {
    message: masked.has(code) ? maskedMessage : message,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: shown,
  };
}

/** Errors of subgraphs are plain objects; instances of Error are exceptions of ours. */
const isFormatted = (error: unknown): error is GraphQLFormattedError =>
  typeof error === 'object' &&
  error !== null &&
  !(error instanceof Error) &&
  'message' in error &&
  typeof error.message === 'string';
