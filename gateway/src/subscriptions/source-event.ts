import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../ports.js';

/** Position of an event; sources that tell none are counted. */
export function placeOf(
  { extensions }: SubgraphResponse,
  counted: number,
): { readonly cursor: string | undefined; readonly position: number } {
  const cursor = extensions?.['cursor'];
  const position = extensions?.['position'];
  return {
    cursor: typeof cursor === 'string' ? cursor : undefined,
    position: typeof position === 'number' ? position : counted,
  };
}

/** The subgraph answered with a failure of its own. */
export class SourceFailed extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The source of a subscription failed.');
    this.name = 'SourceFailed';
  }
}

const failureCodes: readonly unknown[] = [
  'INTERNAL_SERVER_ERROR',
  'DEADLINE_EXCEEDED',
  'OVERLOADED',
  'SERVICE_UNAVAILABLE',
];

/** Whether an error says that the subgraph failed, rather than that it refused. */
export function isFailure({ extensions }: GraphQLFormattedError): boolean {
  return failureCodes.includes(extensions?.['code']);
}

let epochs = 0;

/** An epoch for a line whose source tells none: its positions compare with no other line's. */
export function localEpoch(): string {
  epochs += 1;
  return `local-${epochs}`;
}
