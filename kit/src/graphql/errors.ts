import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../log.js';
import type { SubgraphRequest } from '../request.js';
import { WaitedTooLong } from '../turns.js';

/** Codes that reach clients as they are. Everything else is a failure of ours and masked. */
export const knownCodes = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CURSOR_EXPIRED',
  'BEING_FORGOTTEN',
  'DEADLINE_EXCEEDED',
  'OVERLOADED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
] as const;
export type KnownCode = (typeof knownCodes)[number];

const isKnown = (code: unknown): code is KnownCode => knownCodes.some((known) => known === code);

/** An error that its reader caused and may read: its message goes out unchanged. */
export function userError(message: string, code: KnownCode = 'BAD_USER_INPUT'): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** Nobody waits for the answer any more. */
export const deadlineExceeded = (): GraphQLError =>
  userError('The answer was not ready in time.', 'DEADLINE_EXCEEDED');

/** Nothing has happened, and it may be tried again. */
const overloaded = (cause: unknown): GraphQLError =>
  new GraphQLError('There is too much to do at the moment.', {
    ...(cause instanceof GraphQLError ? { path: cause.path } : {}),
    extensions: { code: 'OVERLOADED' satisfies KnownCode },
  });

/**
 * Errors as they may leave the subgraph: known codes with their message, everything else as one sentence with
 * the code `INTERNAL_SERVER_ERROR` and the correlation id, under which the log has the original and its stack.
 */
export function formatErrors(
  errors: readonly unknown[],
  request: Pick<SubgraphRequest, 'correlationId'>,
  log: Logger,
): GraphQLFormattedError[] {
  return errors.map((error) => formatError(error, request.correlationId, log));
}

/** True when no connection to the database became free in time. */
function isOverload(error: unknown): boolean {
  if (error instanceof GraphQLError) return isOverload(error.originalError);
  if (!(error instanceof Error)) return false;
  if (error instanceof WaitedTooLong) return true;
  // Prisma's code for everything about transactions, and node-postgres' only words for it.
  if ('code' in error && error.code === 'P2028') return error.message.includes('Unable to start');
  return /timeout exceeded when trying to connect|due to connection timeout/.test(error.message);
}

function formatError(thrown: unknown, correlationId: string, log: Logger): GraphQLFormattedError {
  const error = isOverload(thrown) ? overloaded(thrown) : thrown;
  const path = error instanceof GraphQLError ? error.path : undefined;
  const code = codeOf(error);
  if (code !== undefined) {
    return {
      message: error instanceof Error ? error.message : String(error),
      ...(path === undefined ? {} : { path }),
      extensions: { code, correlationId },
    };
  }
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  log.error(
    { err: original, path: path?.join('.'), correlationId },
    'a field could not be resolved',
  );
  return {
    message: 'Something went wrong on our side.',
    ...(path === undefined ? {} : { path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
  };
}

/** The code under which an error may go out, or undefined when it must be masked. */
function codeOf(error: unknown): KnownCode | undefined {
  if (error instanceof GraphQLError) {
    const { code } = error.extensions;
    if (isKnown(code)) return code;
    if (error.originalError != null && !(error.originalError instanceof GraphQLError)) {
      return codeOf(error.originalError);
    }
    // Without a path it was raised before execution, by graphql-js itself, about what the caller sent:
    // a variable of the wrong type, an operation name that is not in the document.
    return error.path === undefined ? 'BAD_USER_INPUT' : undefined;
  }
  if (error instanceof Error && 'code' in error && isKnown(error.code)) return error.code;
  return undefined;
}
