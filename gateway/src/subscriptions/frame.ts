import type { GraphQLFormattedError } from 'graphql';

/** One result as every client of a line gets it: its JSON text, written once, and where it stands. */
export class Frame {
  constructor(
    /** An execution result as JSON text. */
    readonly json: string,
    /** Pass it as `after` to go on right behind this frame. */
    readonly cursor: string | undefined,
    /** Rises strictly within a line; -Infinity for notices, which have no place in the order. */
    readonly position: number,
  ) {}
}

/**
 * Frames that leave together, in order, to many clients at once. Transports keep their own rendering of them
 * here while they are being sent.
 */
export class Batch {
  /** Filled by the WebSocket transport; see websocket/next-message.ts. */
  webSocket: object | undefined;
  /** Filled by the SSE transport. */
  sse: Buffer | undefined;

  constructor(readonly frames: readonly Frame[]) {}

  /** The frames behind a position; the same batch when that is all of them. */
  behind(position: number): Batch {
    const [first] = this.frames;
    if (first === undefined || first.position > position) return this;
    return new Batch(this.frames.filter((frame) => frame.position > position));
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
