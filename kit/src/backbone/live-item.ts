import type { Logger } from '../log.js';
import { writeCursor } from './cursor.js';
import { checkedEvent, type Catalog } from './envelope.js';
import type { LiveEvent } from './port.js';
import { epochHeader, republishedHeader } from './stream.js';

/** The part of a JetStream message that live following needs. */
export interface StreamMessage {
  readonly seq: number;
  readonly subject: string;
  readonly headers: { get(name: string): string } | undefined;
  json(): unknown;
}

/** One message of a followed stream; read and checked only when somebody wants it, and only once for all. */
export class LiveItem {
  #event: LiveEvent | undefined;
  #message: StreamMessage | undefined;

  readonly position: number;
  readonly subject: string;
  readonly type: string;
  /** The epoch in which it was published, as its publisher has said. */
  readonly epoch: string | undefined;

  constructor(
    message: StreamMessage,
    private readonly reading: {
      readonly epoch: string;
      readonly catalog: Catalog;
      readonly log: Logger;
    },
  ) {
    this.#message = message;
    this.position = message.seq;
    this.subject = message.subject;
    this.type = message.subject.slice(0, message.subject.lastIndexOf('.'));
    this.epoch = message.headers?.get(epochHeader) || undefined;
    // Published once more after the stream had lost it: every follower of this epoch began with a snapshot
    // that was read later than the change, so for them it is old news.
    if (message.headers?.get(republishedHeader)) this.#message = undefined;
  }

  /** The event as followers get it; undefined when it is old news or not valid. */
  read(): LiveEvent | undefined {
    const message = this.#message;
    if (this.#event !== undefined || message === undefined) return this.#event;
    this.#message = undefined;
    try {
      const event = checkedEvent(message.json(), this.reading.catalog);
      const cursor = writeCursor({ epoch: this.reading.epoch, position: this.position });
      this.#event = { event, cursor, position: this.position };
    } catch (error) {
      this.reading.log.warn(
        { subject: this.subject, position: this.position, reason: String(error) },
        'an event that cannot be read is not shown live',
      );
    }
    return this.#event;
  }
}
