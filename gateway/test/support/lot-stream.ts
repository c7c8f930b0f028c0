import { writeCursor } from '@voltpark/kit/backbone/cursor';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { userError } from '@voltpark/kit/graphql/errors';
import { EventQueue } from '../../src/transport/event-queue.js';

/** What `lotChanges` yields. */
export interface LotChange {
  readonly lotChanges: {
    readonly kind: 'SNAPSHOT' | 'CHANGE';
    readonly cursor: string;
    readonly position: number;
    readonly lot: { readonly id: string };
  };
}

interface Follower {
  readonly lotId: string;
  readonly queue: EventQueue<LotChange>;
}

/** A stream of changes as a subgraph has it, under the control of a spec. */
export class LotStream {
  epoch = 'e1';
  position = 0;
  /** Changes up to this position are no longer kept. */
  floor = 0;
  /** Followers ever let in. */
  opened = 0;
  /** The `after` of each of them. */
  readonly afters: (string | null)[] = [];
  #refusal: Error | undefined;
  readonly #log: { readonly position: number; readonly lotId: string }[] = [];
  readonly #followers = new Set<Follower>();
  readonly #watchers = new Set<() => void>();

  get open(): number {
    return this.#followers.size;
  }

  /** Something changed in a lot. Returns its position. */
  publish(lotId: string): number {
    this.position += 1;
    this.#log.push({ position: this.position, lotId });
    for (const follower of this.#followers) {
      if (follower.lotId === lotId)
        follower.queue.push(this.#event('CHANGE', lotId, this.position));
    }
    return this.position;
  }

  /** Lets nobody in from now on. */
  refuseWith(error: Error): void {
    this.#refusal = error;
  }

  follow(lotId: string, after: string | null): EventQueue<LotChange> {
    this.opened += 1;
    this.afters.push(after);
    if (this.#refusal) throw this.#refusal;
    const behind = after === null ? this.position : this.#positionOf(after);
    const follower: Follower = {
      lotId,
      queue: new EventQueue<LotChange>(100_000, () => this.#forget(follower)),
    };
    this.#followers.add(follower);
    if (after === null) follower.queue.push(this.#event('SNAPSHOT', lotId, behind));
    for (const change of this.#log) {
      if (change.position > behind && change.lotId === lotId) {
        follower.queue.push(this.#event('CHANGE', lotId, change.position));
      }
    }
    this.#changed();
    return follower.queue;
  }

  #positionOf(after: string): number {
    for (let position = this.floor; position <= this.position; position += 1) {
      if (this.cursorAt(position) === after) return position;
    }
    throw userError('The cursor is older than what is kept.', 'CURSOR_EXPIRED');
  }

  cursorAt(position: number): string {
    return writeCursor({ epoch: this.epoch, position });
  }

  /** The stream was lost and begins anew. */
  beginAnew(): void {
    this.epoch = `${this.epoch}x`;
    this.position = 0;
    this.floor = 0;
    this.#log.length = 0;
  }

  /** Says the last change once more, as sources do that deliver at least once. */
  repeatLast(lotId: string): void {
    for (const { queue } of this.#followers)
      queue.push(this.#event('CHANGE', lotId, this.position));
  }

  /** Every follower's line breaks. */
  breakAll(error: unknown = new Error('The line broke.')): void {
    for (const { queue } of this.#clear()) queue.break(error);
  }

  /** The source has no more to say. */
  completeAll(): void {
    for (const { queue } of this.#clear()) queue.finish();
  }

  #clear(): Follower[] {
    const followers = [...this.#followers];
    this.#followers.clear();
    this.#changed();
    return followers;
  }

  /** Resolves when so many followers are open. */
  async untilOpen(count: number): Promise<void> {
    await this.until(() => this.open === count);
  }

  /** Resolves when it is so, looking whenever a follower comes or goes. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#watchers.delete(look);
          resolve();
        };
        this.#watchers.add(look);
      });
    }
  }

  #forget(follower: Follower): void {
    this.#followers.delete(follower);
    this.#changed();
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }

  #event(kind: 'SNAPSHOT' | 'CHANGE', lotId: string, position: number): LotChange {
    const cursor = this.cursorAt(position);
    return liveEvent(
      { lotChanges: { kind, cursor, position, lot: { id: lotId } } },
      { cursor, position },
    );
  }
}
