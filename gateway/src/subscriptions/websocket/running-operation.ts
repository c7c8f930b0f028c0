import type { GraphQLFormattedError } from 'graphql';
import type { Batch } from '../frame.js';
import type { Sink } from '../member.js';
import type { Connection } from './connection.js';
import { nextMessages } from './next-message.js';

/** One `subscribe` of a client, until it completes. */
export class RunningOperation implements Sink {
  readonly #id: Buffer;
  #leaveGroup: (() => void) | undefined;
  #isOver = false;

  constructor(
    private readonly connection: Connection,
    id: string,
    private readonly forget: () => void,
  ) {
    this.#id = Buffer.from(JSON.stringify(id));
  }

  /** It is a subscription, and this ends it. */
  joined(leaveGroup: () => void): void {
    // Everything may have happened while joining, the end included.
    if (this.#isOver) {
      leaveGroup();
      return;
    }
    this.#leaveGroup = leaveGroup;
    this.connection.house.metrics.clients.websocket += 1;
  }

  next(batch: Batch): void {
    const { connection } = this;
    if (this.#isOver || !connection.isOpen) return;
    connection.stream.write(nextMessages(batch, this.#id));
    connection.checkPace();
  }

  /** The only result of a query or mutation. */
  answer(json: string): void {
    if (this.#isOver) return;
    this.connection.sendText(`{"id":${this.#id.toString()},"type":"next","payload":${json}}`);
    this.complete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.#finish(
      `{"id":${this.#id.toString()},"type":"error","payload":${JSON.stringify(errors)}}`,
    );
  }

  complete(): void {
    this.#finish(`{"id":${this.#id.toString()},"type":"complete"}`);
  }

  #finish(text: string): void {
    if (this.#isOver) return;
    this.leave();
    this.connection.sendText(text);
  }

  /** Nobody wants more of it. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.forget();
    if (this.#leaveGroup === undefined) return;
    this.connection.house.metrics.clients.websocket -= 1;
    this.#leaveGroup();
  }
}
