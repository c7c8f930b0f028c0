/**
 * Works off items side by side, but those of one key one after another, in the order in which they were
 * added. What has gathered is handed over in batches: one item when there is little to do, many when there is
 * much, so that the cost of a transaction is shared just when it counts. After a batch its lanes rest a moment
 * and gather; the first item of a quiet lane never waits. When a batch fails, its lanes stop:
 * what is behind it in them is never worked off.
 */
export class Lanes<Item> {
  readonly #lanes = new Map<string, Item[]>();
  readonly #ready: string[] = [];
  readonly #resting = new Set<NodeJS.Timeout>();
  #running = 0;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly options: {
      /** Batches at a time, and items in a batch, at most. */
      readonly width: number;
      readonly batch: number;
      readonly restMs: number;
      readonly work: (items: readonly Item[]) => Promise<void>;
      readonly failed: (error: unknown) => void;
    },
  ) {}

  add(key: string, item: Item): void {
    if (this.#closed) return;
    const lane = this.#lanes.get(key);
    if (lane !== undefined) {
      lane.push(item);
      return;
    }
    this.#lanes.set(key, [item]);
    this.#ready.push(key);
    this.#start();
  }

  /** Begins no further batch. Resolves when those that run are done. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#resting) clearTimeout(timer);
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #start(): void {
    const { width } = this.options;
    while (this.#running < width && this.#ready.length > 0 && !this.#closed) {
      const share = Math.ceil(this.#ready.length / (width - this.#running));
      const { keys, items } = this.#gather(share);
      this.#running++;
      void this.#run(keys, items);
    }
  }

  /** Takes up to so many lanes, and as much of each as a batch holds. */
  #gather(share: number): { readonly keys: string[]; readonly items: Item[] } {
    const keys: string[] = [];
    const items: Item[] = [];
    while (keys.length < share && items.length < this.options.batch) {
      const key = this.#ready.shift();
      if (key === undefined) break;
      keys.push(key);
      const lane = this.#lanes.get(key) ?? [];
      items.push(...lane.splice(0, this.options.batch - items.length));
    }
    return { keys, items };
  }

  async #run(keys: readonly string[], items: readonly Item[]): Promise<void> {
    try {
      await this.options.work(items);
      this.#rest(keys);
    } catch (error) {
      this.options.failed(error);
    }
    this.#running--;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
    this.#start();
  }

  #rest(keys: readonly string[]): void {
    const full = keys.filter((key) => (this.#lanes.get(key)?.length ?? 0) >= this.options.batch);
    this.#ready.push(...full);
    const others = keys.filter((key) => !full.includes(key));
    if (others.length === 0 || this.#closed) return;
    const timer = setTimeout(() => {
      this.#resting.delete(timer);
      for (const key of others) {
        if (this.#lanes.get(key)?.length === 0) this.#lanes.delete(key);
        else this.#ready.push(key);
      }
      this.#start();
    }, this.options.restMs);
    this.#resting.add(timer);
  }
}
