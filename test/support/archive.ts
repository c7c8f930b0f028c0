import { strFromU8, unzipSync } from 'fflate';
import type { Data } from './client.js';
import { headersOf } from './client.js';
import type { Person, Town } from './town.js';

/** What came of asking for one's archive. */
export interface Archive {
  readonly status: number;
  /** Code of the refusal. */
  readonly code: string | undefined;
  /** The text of the page to begin with; empty where there is no archive. */
  readonly index: string;
  /** Rows by `context.table`, in the order of the archive. */
  readonly rows: ReadonlyMap<string, readonly Data[]>;
  /** Every file as text. */
  readonly text: string;
}

/** Asks for everything that Voltpark knows of a person, as their app would. */
export async function archiveOf(town: Town, person: Person): Promise<Archive> {
  const response = await fetch(`${town.stack.url}/me/archive`, {
    headers: headersOf(person.credentials),
  });
  const { status } = response;
  if (status !== 200) {
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return { status, code: errors[0]?.extensions.code, index: '', rows: new Map(), text: '' };
  }
  const files = Object.entries(unzipSync(new Uint8Array(await response.arrayBuffer()))).map(
    ([name, bytes]) => [name, strFromU8(bytes)] as const,
  );
  const contexts = files
    .filter(([name]) => name.endsWith('.json'))
    .map(([, text]) => JSON.parse(text) as { context: string; tables: Record<string, Data[]> });
  return {
    status,
    code: undefined,
    index: files.find(([name]) => name === 'index.html')?.[1] ?? '',
    rows: new Map(
      contexts.flatMap(({ context, tables }) =>
        Object.entries(tables).map(([table, rows]) => [`${context}.${table}`, rows] as const),
      ),
    ),
    text: files.map(([, text]) => text).join('\n'),
  };
}
