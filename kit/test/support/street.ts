import { jetstreamManager, type StreamAPI } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterEach, beforeEach } from 'vitest';
import type { Backbone } from '../../src/backbone/backbone.js';
import { backboneOf, freshDatabase, leaveMark, place, type Database } from './backbone.js';
import { freshNats, type TestNats } from './nats.js';

/** How long a spec waits for what comes soon. */
export const soon = { timeout: 20_000, interval: 20 };

/** A shop that publishes and a till that takes in, on a nats-server of their own; fresh for each spec. */
export class Street {
  nats!: TestNats;
  shop!: Database;
  till!: Database;
  /** Backbones that are stopped after the spec. */
  running: Backbone[] = [];

  /** The shop's backbone, begun. */
  publish(): Backbone {
    const backbone = backboneOf('shop', this.shop, this.nats);
    backbone.begin({ transact: this.shop.transact, reactions: [] });
    this.running.push(backbone);
    return backbone;
  }

  /** The till's backbone, begun; every event leaves its mark. */
  takeIn(): Backbone {
    const backbone = backboneOf('till', this.till, this.nats);
    backbone.begin({ transact: this.till.transact, reactions: leaveMark() });
    this.running.push(backbone);
    return backbone;
  }

  /** Writers that place orders side by side; resolves with how many. */
  async write(writers: number, each: number): Promise<number> {
    await Promise.all(
      Array.from({ length: writers }, async (_none, writer) => {
        for (let n = 0; n < each; n++) await place(this.shop, `order-${(writer * 7 + n) % 10}`);
      }),
    );
    return writers * each;
  }

  /** How many events have had their effect in the till. */
  taken(): Promise<number> {
    return this.till.count('SELECT count(*) FROM effect');
  }

  /** How many events of the shop wait to be published. */
  unpublished(): Promise<number> {
    return this.shop.count('SELECT count(*) FROM outbox WHERE published_at IS NULL');
  }

  /** Looks after the streams from outside. */
  async streams<Result>(work: (streams: StreamAPI) => Promise<Result>): Promise<Result> {
    const connection = await connect({ servers: this.nats.url });
    try {
      return await work((await jetstreamManager(connection)).streams);
    } finally {
      await connection.close();
    }
  }
}

/** A street for every spec of a file. */
export function streetForEach(): Street {
  const street = new Street();
  beforeEach(async () => {
    [street.nats, street.shop, street.till] = await Promise.all([
      freshNats(),
      freshDatabase(),
      freshDatabase(),
    ]);
  });
  afterEach(async () => {
    await Promise.all(street.running.map((backbone) => backbone.stop()));
    street.running = [];
    await Promise.all([street.shop.close(), street.till.close(), street.nats.dispose()]);
  });
  return street;
}
