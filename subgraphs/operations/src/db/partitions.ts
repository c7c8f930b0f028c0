import type pg from 'pg';
import type { Partitions } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import { utcDay, utcMonth, type Retention } from '../domain/telemetry.js';

/** Partitions of one table: where the one of an instant begins, and where the one after it. */
interface Kind {
  readonly table: 'reading' | 'rollup';
  begin(at: Date, on?: number): Date;
  /** The first partition that is kept. */
  oldest(now: Date, retention: Retention): Date;
}

const kinds: readonly Kind[] = [
  {
    table: 'reading',
    begin: utcDay,
    oldest: (now, { readingDays }) => utcDay(now, -readingDays),
  },
  {
    table: 'rollup',
    begin: utcMonth,
    oldest: (now, { rollupDays }) => utcMonth(utcDay(now, -rollupDays)),
  },
];

const nameOf = ({ table }: Kind, begin: Date) =>
  `${table}_${begin.toISOString().slice(0, 10).replaceAll('-', '')}`;

/** Any number will do: it keeps two processes from making the same partition at once. */
const lockKey = 7_001_2026;

/** The partitions of telemetry; made under a lock, so that processes do not meet. */
export function partitionsOver(pool: pg.Pool): Partitions {
  const known = new Set<string>();

  async function locked(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SET LOCAL lock_timeout = ${limits.partitionLockMs}`);
      await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  async function ensure(instants: readonly Date[]): Promise<void> {
    const missing = kinds.flatMap((kind) =>
      instants
        .map((at) => ({ kind, begin: kind.begin(at) }))
        .filter(({ begin }) => !known.has(nameOf(kind, begin))),
    );
    if (missing.length === 0) return;
    const made = new Map(missing.map((each) => [nameOf(each.kind, each.begin), each]));
    await locked(async (client) => {
      for (const [name, { kind, begin }] of made) await make(client, name, kind, begin);
    });
    for (const name of made.keys()) known.add(name);
  }

  return {
    ensure,
    async tend(now, retention) {
      const ahead = Array.from({ length: limits.partitionsAhead + 1 }, (_, days) =>
        utcDay(now, days),
      );
      await ensure(ahead);
      const { rows } = await pool.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid
         WHERE inhparent IN ('telemetry.reading'::regclass, 'telemetry.rollup'::regclass)`,
      );
      const first = new Map(
        kinds.map((kind) => [kind.table, nameOf(kind, kind.oldest(now, retention))]),
      );
      const old = rows.flatMap(({ name }) => {
        const oldest = kinds.find(({ table }) => name.startsWith(table));
        return oldest !== undefined && name < (first.get(oldest.table) ?? '') ? [name] : [];
      });
      for (const name of old) {
        await locked(async (client) => {
          await client.query(`DROP TABLE IF EXISTS telemetry.${name}`);
        });
        known.delete(name);
      }
      return old;
    },
  };
}

/**
 * A table of its own first, attached afterwards: attaching lets others go on reading and writing, while
 * `CREATE TABLE … PARTITION OF` would make them wait.
 */
async function make(client: pg.PoolClient, name: string, kind: Kind, begin: Date): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS there',
    [`telemetry.${name}`],
  );
  if (rows[0]?.there === true) return;
  const range = `FOR VALUES FROM ('${begin.toISOString()}') TO ('${kind.begin(begin, 1).toISOString()}')`;
  await client.query(`CREATE TABLE telemetry.${name} (LIKE telemetry.${kind.table} INCLUDING ALL)`);
  await client.query(
    `ALTER TABLE telemetry.${kind.table} ATTACH PARTITION telemetry.${name} ${range}`,
  );
}
