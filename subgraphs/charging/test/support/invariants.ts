import { expect } from 'vitest';
import type { RunningCharging } from './running.js';

/** Each of these statements finds what must never be. */
const impossible: Readonly<Record<string, string>> = {
  'a version is missing or doubled': `
    SELECT aggregate_id FROM outbox GROUP BY aggregate_type, aggregate_id
    HAVING count(*) <> max(aggregate_version) OR min(aggregate_version) <> 1`,
  'a session and what was told of it differ in version': `
    SELECT s.id FROM charging_session s
    WHERE s.version <> (SELECT count(*) FROM outbox WHERE aggregate_id = s.id)`,
  'a connector and what was told of it differ in version': `
    SELECT c.id FROM connector c
    WHERE c.version <> (SELECT count(*) FROM outbox WHERE aggregate_id = c.id)`,
  'a connector and its open session do not know each other': `
    SELECT c.id FROM connector c
    FULL JOIN (SELECT * FROM charging_session WHERE ended_at IS NULL) s ON s.connector_id = c.id
    WHERE c.session_id IS DISTINCT FROM s.id`,
  'what was told last of a connector is not what it is': `
    SELECT c.id FROM connector c JOIN LATERAL (
      SELECT data FROM outbox WHERE aggregate_id = c.id ORDER BY aggregate_version DESC LIMIT 1
    ) told ON true
    WHERE told.data->>'status' <> c.status::text
      OR told.data->>'sessionId' IS DISTINCT FROM c.session_id`,
  'a session is not told to be over exactly once when it is': `
    SELECT s.id FROM charging_session s
    WHERE (s.ended_at IS NOT NULL)::int <> (SELECT count(*) FROM outbox WHERE aggregate_id = s.id
      AND type IN ('charging.session.completed.v1', 'charging.session.interrupted.v1'))`,
  'something was told of a session after its end': `
    SELECT o.aggregate_id FROM outbox o JOIN outbox ended USING (aggregate_id)
    WHERE ended.type IN ('charging.session.completed.v1', 'charging.session.interrupted.v1')
      AND o.aggregate_version > ended.aggregate_version
      AND o.type <> 'charging.session.corrected.v1'`,
  'a stay that is over has an open session, or is not settled exactly once': `
    SELECT t.id FROM stay t WHERE t.left_at IS NOT NULL AND (
      EXISTS (SELECT FROM charging_session WHERE parking_session_id = t.id AND ended_at IS NULL)
      OR (SELECT count(*) FROM outbox WHERE aggregate_id = t.id) <> 1)`,
  'a settlement does not name the sessions of its stay': `
    SELECT o.aggregate_id FROM outbox o WHERE o.type = 'charging.stay.settled.v1'
      AND (SELECT coalesce(jsonb_agg(id ORDER BY id), '[]') FROM charging_session
           WHERE parking_session_id = o.aggregate_id) <> o.data->'sessionIds'`,
};

/** What is stored agrees with itself and with what was told. */
export async function expectConsistency({ sql }: RunningCharging): Promise<void> {
  const found: Record<string, unknown[]> = {};
  for (const [what, statement] of Object.entries(impossible)) {
    const rows = await sql(statement);
    if (rows.length > 0) found[what] = rows;
  }
  expect(found).toEqual({});
}
