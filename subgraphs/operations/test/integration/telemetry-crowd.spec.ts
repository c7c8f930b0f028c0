import { afterAll, beforeAll, expect, it } from 'vitest';
import { runOperations, type RunningOperations } from '../support/running.js';

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations();
});
afterAll(() => operations.stop());

it('the same readings from many at once are each taken in once, and nobody waits in a circle', async () => {
  const { deviceId, facilityId } = await operations.gate();
  const others = await Promise.all([1, 2, 3].map(() => operations.gate(facilityId)));
  const ids = [deviceId, ...others.map((gate) => gate.deviceId)];
  const begin = Date.now() - 3_600_000;
  const readings = Array.from({ length: 400 }, (_, index) => ({
    deviceId: ids[index % ids.length],
    metric: index % 7 === 0 ? 'FAULT' : 'POWER_W',
    at: new Date(begin + index * 5_000).toISOString(),
    value: index % 2,
  }));
  // Each sender has them in an order of its own, and in batches of its own. They are more than there are connections:
  // whoever has one must not need another.
  const senders = Array.from({ length: 12 }, async (_, sender) => {
    const turned = [...readings.slice(sender * 33), ...readings.slice(0, sender * 33)];
    const mine = sender % 2 === 0 ? turned : turned.toReversed();
    let accepted = 0;
    for (let from = 0; from < mine.length; from += 100) {
      const answer = await operations.sends(mine.slice(from, from + 100));
      accepted += Number(answer['acceptedCount']);
    }
    return accepted;
  });
  const accepted = await Promise.all(senders);
  expect(accepted.reduce((sum, one) => sum + one, 0)).toBe(400);
  const { rows } = await operations.pool.query(
    `SELECT (SELECT count(*)::int FROM telemetry.reading) AS readings,
       (SELECT sum(count)::int FROM telemetry.rollup) AS rolled`,
  );
  expect(rows).toEqual([{ readings: 400, rolled: 400 }]);
});
