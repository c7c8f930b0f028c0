import { Pool } from 'undici';

/** A question and its variables. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Asks one gateway over kept connections. */
export class LoadGenerator {
  readonly #pool: Pool;
  readonly #path: string;

  constructor(url: string, connections: number) {
    const { origin, pathname } = new URL(url);
    this.#pool = new Pool(origin, { connections });
    this.#path = pathname;
  }

  /** The answer to one question. */
  async ask(question: Question): Promise<string> {
    const { statusCode, body } = await this.#pool.request({
      path: this.#path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`Status ${statusCode}: ${text.slice(0, 400)}`);
    return text;
  }

  /** Asks the same question many times, some at once, and checks that every answer has the same length. */
  async repeat(question: Question, times: number, atOnce: number): Promise<void> {
    const { length } = await this.ask(question);
    let left = times - 1;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const answer = await this.ask(question);
        if (answer.length !== length) throw new Error(`Another answer: ${answer.slice(0, 400)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
