/**
 * Arrays of numbers as Postgres reads them, `{1,NULL,3}`: put together by hand, as the driver would quote and escape
 * each element.
 */
export class NumberColumns {
  readonly #columns: string[];
  #isFirst = true;

  constructor(readonly count: number) {
    this.#columns = Array.from({ length: count }, () => '{');
  }

  /** Adds a row: one number or null a column. */
  add(...row: readonly (number | null)[]): void {
    for (let index = 0; index < this.count; index += 1) {
      const text = row[index] ?? 'NULL';
      const column = this.#columns[index] ?? '';
      this.#columns[index] = this.#isFirst ? `${column}${text}` : `${column},${text}`;
    }
    this.#isFirst = false;
  }

  /** The parameters, one a column. */
  texts(): string[] {
    return this.#columns.map((column) => `${column}}`);
  }
}
