import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a child says: the result of the last order, or what went wrong. */
type Said = { readonly result: unknown } | { readonly fault: string };

/** A process of the benchmark's own that does one thing at a time. */
export class BenchChild {
  readonly #process: ChildProcess;

  /** @param file a module of this folder */
  constructor(file: string) {
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)));
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  order<Result>(order: object): Promise<Result> {
    const said = this.said<Result>();
    this.#process.send(order);
    return said;
  }

  /** The next thing it says. */
  said<Result>(): Promise<Result> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`A process ended: ${code}`));
      this.#process.once('exit', ended);
      this.#process.once('message', (said: Said) => {
        this.#process.off('exit', ended);
        if ('fault' in said) reject(new Error(said.fault));
        else resolve(said.result as Result);
      });
    });
  }

  end(): void {
    this.#process.kill();
  }
}
