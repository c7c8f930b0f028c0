import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { IncomingMessage } from 'node:http';
import type { Credentials, Identity, LiveOptions } from '../ports.js';
import type { Groups } from './groups.js';
import type { LiveLimits } from './limits.js';
import type { LiveMetrics } from './metrics.js';
import type { UserSlots } from './user-slots.js';

/** What both transports share. */
export interface LiveHouse {
  readonly options: LiveOptions;
  readonly limits: LiveLimits;
  readonly groups: Groups;
  readonly slots: UserSlots;
  readonly metrics: LiveMetrics;
}

/** What a client hears of something that should not have happened; the log hears the rest. */
export function failure(
  { options }: LiveHouse,
  error: unknown,
  correlationId: string,
): GraphQLFormattedError {
  if (!(error instanceof GraphQLError)) {
    options.log.error({ err: error, correlationId }, 'an operation could not be begun');
  }
  return options.formatError(error, correlationId);
}

/** Where a client comes from. */
export function addressOf({ options }: LiveHouse, request: IncomingMessage): string {
  return options.gate?.addressOf(request) ?? request.socket.remoteAddress ?? '';
}

/** Who a client is. Rejects when its credentials are wrong. */
export function identify(
  { options }: LiveHouse,
  credentials: Credentials,
  address: string,
): Promise<Identity> {
  return options.gate?.identify(credentials, address) ?? options.authenticate(credentials);
}
