import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { PersonalRow } from './records.js';

/** How many rows of each table are in a context's file. */
export type Counts = ReadonlyMap<string, number>;

/** The archive would be larger than may be. */
export class ArchiveTooLarge extends Error {}

/** A ZIP archive in memory: compressed as it grows, and given away as a whole or not at all. */
export class ArchiveFile {
  readonly #chunks: Uint8Array[] = [];
  readonly #zip: Zip;
  #bytes = 0;
  #fault: Error | undefined;

  /**
   * @param mostBytes of all files before they are compressed
   * @param at when the files say they were written
   */
  constructor(
    readonly mostBytes: number,
    readonly at: Date,
  ) {
    this.#zip = new Zip((error, chunk) => {
      if (error) this.#fault = error;
      else this.#chunks.push(chunk);
    });
  }

  /** Adds a file, to be written piece by piece; several may grow at once. @throws ArchiveTooLarge by what is written */
  add(name: string): { write(text: string): void; end(text: string): void } {
    const file = new ZipDeflate(name);
    file.mtime = this.at;
    this.#zip.add(file);
    const push = (text: string, isLast: boolean): void => {
      const bytes = strToU8(text);
      this.#bytes += bytes.length;
      if (this.#bytes > this.mostBytes) throw new ArchiveTooLarge();
      file.push(bytes, isLast);
    };
    return { write: (text) => push(text, false), end: (text) => push(text, true) };
  }

  /** All of it, once every file has ended. */
  whole(): Buffer {
    this.#zip.end();
    if (this.#fault !== undefined) throw this.#fault;
    return Buffer.concat(this.#chunks);
  }
}

/**
 * Writes `<context>.json`: `{"context", "writtenAt", "tables": {<table>: [row, …]}}`. Rows are as the context told
 * them, so that numbers keep all their digits.
 */
export async function writeRows(
  archive: ArchiveFile,
  context: string,
  pages: AsyncIterable<readonly PersonalRow[]>,
): Promise<Counts> {
  const counts = new Map<string, number>();
  const file = archive.add(`${context}.json`);
  const head = `"context": ${JSON.stringify(context)},\n"writtenAt": "${archive.at.toISOString()}"`;
  file.write(`{\n${head},\n"tables": {`);
  let open: string | undefined;
  for await (const page of pages) {
    let text = '';
    for (const { table, row } of page) {
      if (table !== open) {
        text += `${open === undefined ? '' : '\n],'}\n${JSON.stringify(table)}: [\n${row}`;
        open = table;
      } else {
        text += `,\n${row}`;
      }
      counts.set(table, (counts.get(table) ?? 0) + 1);
    }
    file.write(text);
  }
  file.end(`${open === undefined ? '' : '\n]\n'}}\n}\n`);
  return counts;
}
