import type { GraphQLFormattedError } from 'graphql';
import type { ServerResponse } from 'node:http';
import { resultJson, type Batch } from '../frame.js';
import type { LiveHouse } from '../house.js';
import type { Sink } from '../member.js';

/** Characters that would end a line of an event stream. */
const lineBreaks = /[\r\n]+/g;

/** One operation's event stream, as graphql-sse's distinct connections mode has it. */
export class EventStream implements Sink {
  #leaveGroup: (() => void) | undefined;
  #isOver = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly house: LiveHouse,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // Proxies that buffer would hold events back.
      'x-accel-buffering': 'no',
    });
    this.comment();
    const comments = setInterval(() => this.comment(), house.limits.pingEveryMs);
    response.once('close', () => {
      clearInterval(comments);
      this.leave();
    });
  }

  /** It is a subscription, and this ends it. */
  joined(leaveGroup: () => void): void {
    if (this.#isOver) {
      leaveGroup();
      return;
    }
    this.#leaveGroup = leaveGroup;
    this.house.metrics.clients.sse += 1;
  }

  /** Something for idle proxies, which clients ignore. */
  comment(): void {
    this.#write(':\n\n');
  }

  next(batch: Batch): void {
    batch.sse ??= Buffer.from(
      batch.frames.map(({ json, cursor }) => nextEvent(json, cursor)).join(''),
    );
    this.#write(batch.sse);
  }

  /** The only result of a query or mutation. */
  answer(json: string): void {
    this.#write(nextEvent(json));
    this.complete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.answer(resultJson(undefined, errors));
  }

  complete(): void {
    if (this.#isOver) return;
    this.#write('event: complete\ndata:\n\n');
    this.end();
  }

  /** Closes the connection without completing: a client that wants more comes back. */
  end(): void {
    this.leave();
    this.response.end();
  }

  #write(chunk: string | Buffer): void {
    if (this.#isOver || this.response.destroyed) return;
    this.response.write(chunk);
    if (this.response.writableLength <= this.house.limits.bufferedBytes) return;
    this.house.metrics.cut('TOO_SLOW');
    this.leave();
    this.response.destroy();
  }

  /** Nobody wants more of it. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#leaveGroup === undefined) return;
    this.house.metrics.clients.sse -= 1;
    this.#leaveGroup();
  }
}

function nextEvent(json: string, cursor?: string): string {
  // Line breaks in JSON text stand between tokens only, where a space does as well.
  const data = json.includes('\n') ? json.replace(lineBreaks, ' ') : json;
  const id = cursor === undefined ? '' : `id: ${cursor.replace(lineBreaks, '')}\n`;
  return `event: next\n${id}data: ${data}\n\n`;
}
