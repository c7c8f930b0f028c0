import type pg from 'pg';

/** A statement with named parameters (`:facilityId`), prepared once a connection under its name. */
export interface Statement<Parameters extends object> {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly (keyof Parameters & string)[];
}

/** `:name`, but not the second half of a cast (`::jsonb`). */
const placeholder = /(?<!:):([a-z]\w*)/gi;

/** Declares a statement. Each name becomes one numbered parameter, however often it stands in the text. */
export function statement<Parameters extends object>(
  name: string,
  text: string,
): Statement<Parameters> {
  const parameters = [...new Set([...text.matchAll(placeholder)].map(([, found]) => found ?? ''))];
  return {
    name,
    text: text.replace(placeholder, (_, found: string) => `$${parameters.indexOf(found) + 1}`),
    parameters: parameters as (keyof Parameters & string)[],
  };
}

/** Runs a statement in a transaction of its own; its rows. */
export async function run<Row extends pg.QueryResultRow, Parameters extends object>(
  pool: pg.Pool,
  { name, text, parameters }: Statement<Parameters>,
  values: Parameters,
): Promise<Row[]> {
  const result = await pool.query<Row>({
    name,
    text,
    values: parameters.map((parameter) => values[parameter]),
  });
  return result.rows;
}
