/**
 * Runs tasks side by side, but those of one key one after another, in the order in which they were added.
 * A task that fails stops its lane: what is behind it in the lane is never run.
 */
export class Lanes {
  readonly #lanes = new Map<string, (() => Promise<void>)[]>();
  readonly #ready: string[] = [];
  #running = 0;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  add(key: string, task: () => Promise<void>): void {
    if (this.#closed) return;
    const lane = this.#lanes.get(key);
    if (lane !== undefined) {
      lane.push(task);
      return;
    }
    this.#lanes.set(key, [task]);
    this.#ready.push(key);
    this.#start();
  }

  /** Begins no further task. Resolves when those that run are done. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #start(): void {
    while (this.#running < this.width) {
      const key = this.#ready.shift();
      if (key === undefined) return;
      this.#running++;
      void this.#run(key);
    }
  }

  async #run(key: string): Promise<void> {
    const lane = this.#lanes.get(key) ?? [];
    let broken = false;
    for (let task = lane[0]; task !== undefined && !this.#closed && !broken; task = lane[0]) {
      try {
        await task();
      } catch (error) {
        broken = true;
        this.failed(error);
      }
      lane.shift();
    }
    if (!broken) this.#lanes.delete(key);
    this.#running--;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
    if (!this.#closed) this.#start();
  }
}
