import type { GraphQLFormattedError } from 'graphql';

/**
 * One result as every client of a line gets it: its JSON text, written once, and where it stands. Transports
 * keep their own rendering of it here while it is being sent.
 */
export class Frame {
  /** Filled by the WebSocket transport; see websocket/next-message.ts. */
  webSocket: object | undefined;
  /** Filled by the SSE transport. */
  sse: Buffer | undefined;

  constructor(
    /** An execution result as JSON text. */
    readonly json: string,
    /** Pass it as `after` to go on right behind this frame. */
    readonly cursor: string | undefined,
    /** Rises strictly within a line; -Infinity for notices, which have no place in the order. */
    readonly position: number,
  ) {}

  /** Gives the renderings back, once everybody has been served. The text stays, for those who come later. */
  release(): void {
    this.webSocket = undefined;
    this.sse = undefined;
  }
}

/**
 * Writes an execution result as JSON text.
 * @param dataJson JSON text of `data`; undefined when execution did not begin
 */
export function resultJson(
  dataJson: string | undefined,
  errors: readonly GraphQLFormattedError[],
  cursor?: string,
): string {
  const parts: string[] = [];
  if (errors.length > 0) parts.push(`"errors":${JSON.stringify(errors)}`);
  if (dataJson !== undefined) parts.push(`"data":${dataJson}`);
  if (cursor !== undefined) parts.push(`"extensions":{"cursor":${JSON.stringify(cursor)}}`);
  return `{${parts.join(',')}}`;
}
