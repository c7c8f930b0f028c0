import type { DataOf, EventDefinition, EventDraft } from '@voltpark/contracts';
import { openBackbone } from '@voltpark/kit/backbone';
import { insertOutboxSql, outboxJson } from '@voltpark/kit/backbone/outbox';
import { systemClock } from '@voltpark/kit/clock';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { newId } from '@voltpark/kit/ids';
import { createLogger } from '@voltpark/kit/log';
import { testDatabase } from '@voltpark/kit/testing';
import pg from 'pg';

/** Another context, as far as this one sees of it: its outbox and its relay, real ones. */
export interface Neighbour {
  /** Publishes an event of an aggregate; versions count by themselves. */
  publish<Definition extends EventDefinition>(
    definition: Definition,
    data: DataOf<Definition>,
    of: Pick<EventDraft, 'aggregateType' | 'aggregateId' | 'tenantId' | 'actorId'>,
  ): Promise<EventDraft>;
  stop(): Promise<void>;
}

export async function runNeighbour(context: string, natsUrl: string): Promise<Neighbour> {
  const database = await testDatabase(context);
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  const versions = new Map<string, number>();
  const backbone = openBackbone({
    context,
    databaseUrl: database.url,
    natsUrl,
    clock: systemClock,
    log: createLogger(context, 'silent'),
  });
  const executor: SqlExecutor = {
    $queryRawUnsafe: async <Rows>(sql: string, ...values: unknown[]) =>
      (await pool.query(sql, values)).rows as Rows,
    $executeRawUnsafe: async (sql, ...values) => (await pool.query(sql, values)).rowCount ?? 0,
  };
  backbone.begin({ transact: (work) => work(executor), reactions: [] });
  return {
    async publish(definition, data, of) {
      const aggregateVersion = (versions.get(of.aggregateId) ?? 0) + 1;
      versions.set(of.aggregateId, aggregateVersion);
      const draft: EventDraft = {
        ...of,
        id: newId(),
        type: definition.type,
        key: String((data as Record<string, unknown>)[definition.key]),
        aggregateVersion,
        data,
        occurredAt: new Date('2026-05-04T09:00:00Z'),
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      };
      await pool.query(insertOutboxSql('$1'), [outboxJson([draft])]);
      backbone.ringDoorbell();
      return draft;
    },
    async stop() {
      await backbone.stop();
      await pool.end();
      await database.dispose();
    },
  };
}
