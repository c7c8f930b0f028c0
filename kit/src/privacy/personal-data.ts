import type { OpenMatter, Person } from '@voltpark/contracts';
import type { SqlExecutor } from '../database/executor.js';

/**
 * Where a table holds people. The one declaration from which a context's rows of a person are exported and
 * forgotten, and against which a spec holds every column of the database. All names are those of the database.
 */
export interface PersonalTable {
  readonly table: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** The customer whose row it is. */
  readonly customer?: string;
  /** The account whose row it is. */
  readonly account?: string;
  /**
   * Registrations: the first one normalised and compared with, the others as they were written. Without a customer
   * in the row they make it the person's; beside another customer they do not.
   */
  readonly registration?: readonly string[];
  /** Rows that belong to a row of another table of the declaration. */
  readonly via?: { readonly column: string; readonly table: string; readonly key: string };
  /** Accounts that did something to the row, whosever it is. */
  readonly actors?: readonly string[];
  /** Further columns that may hold the id of a customer, without making the row theirs. */
  readonly customers?: readonly string[];
  /** JSON in which the person may stand. */
  readonly documents?: readonly string[];
  /** Words of people or programs in which the person may stand. */
  readonly texts?: readonly string[];
  /** What the person's rows hold instead, once forgotten. */
  readonly blank?: Readonly<Record<string, string | null>>;
  /** Deleted when the person is forgotten; the rest is kept under a pseudonym. */
  readonly fate?: 'DELETE' | 'PSEUDONYMISE';
  /** Never exported: secrets, even as hashes. */
  readonly secret?: readonly string[];
  /** Why rows stay without the person; told in the report. */
  readonly kept?: string;
}

/** All that a context knows of people. */
export interface PersonalData<Tx extends SqlExecutor = SqlExecutor> {
  readonly tables: readonly PersonalTable[];
  /**
   * Columns that look like a person and are none, as `table.column`, and why; `table.*` for the words and JSON of a
   * whole table of things.
   */
  readonly impersonal?: Readonly<Record<string, string>>;
  /** What has to end before the person can be forgotten here; nothing is changed. */
  open?(tx: Tx, person: Person): Promise<readonly OpenMatter[]>;
}
