import { parkingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { operator, tenantId } from '../support/actors.js';
import { runOperations, type RunningOperations } from '../support/running.js';

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations();
});
afterAll(() => operations.stop());

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly version: number;
}
interface Frame {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly cursor: string;
  readonly alerts: readonly Shown[];
}

const query = `subscription ($id: ID, $after: String) { alerts(facilityId: $id, after: $after) {
  kind cursor alerts { id status version } } }`;

/** Somebody who follows; `until` gives all frames up to the one that fits. */
function follower(facilityId: string, after: string | null = null) {
  const ending = new AbortController();
  const variables = { id: facilityId, after };
  const updates = operations.started.subscribe(query, variables, operator, ending.signal);
  const frames: Frame[] = [];
  return {
    frames,
    async until(fits: (frame: Frame) => boolean): Promise<Frame[]> {
      while (!frames.some(fits)) {
        const { value, done } = await updates.next();
        if (done === true) throw new Error(`It ended: ${JSON.stringify(frames)}`);
        if (value.data?.alerts == null) throw new Error(JSON.stringify(value));
        frames.push(value.data.alerts as Frame);
      }
      return frames;
    },
    stop: () => ending.abort(),
  };
}

/** A facility where so many rules are reached at once, each with an alert of its own. */
async function alarmed(count: number): Promise<{ facilityId: string; alertIds: string[] }> {
  const facilityId = await operations.facility();
  for (let index = 0; index < count; index += 1) {
    const saved = await operations.mutate('saveAlertRule', {
      ...{ idempotencyKey: `${facilityId} ${index}`, facilityId, severity: 'WARNING' },
      ...{ kind: 'LOW_AVAILABILITY', threshold: 5 + index },
    });
    expect(saved.__typename).toBe('AlertRuleSaved');
  }
  await operations.hears(parkingEvents.occupancyCounted, {
    ...{ facilityId, tenantId, mode: 'COUNTS', rawFree: 5, free: 5, capacity: 100, drift: null },
    ...{ countedAt: new Date().toISOString(), counts: [] },
  });
  const alertIds = await vi.waitFor(
    async () => {
      const { alerts } = await operations.data<{ alerts: { edges: { node: Shown }[] } }>(
        `query ($id: ID) { alerts(first: 50, facilityId: $id, open: true) { edges { node { id } } } }`,
        { id: facilityId },
      );
      const ids = alerts.edges.map(({ node }) => node.id);
      expect(ids).toHaveLength(count);
      return ids;
    },
    { timeout: 10_000 },
  );
  return { facilityId, alertIds };
}

const acknowledge = (alertId: string) => operations.mutate('acknowledgeAlert', { alertId });
const resolve = (alertId: string) =>
  operations.mutate('resolveAlert', { alertId, reason: 'Looked at.' });
const changesOf = (frames: readonly Frame[]) =>
  frames
    .filter(({ kind }) => kind === 'CHANGE')
    .flatMap(({ alerts }) => alerts.map(({ id, version }) => `${id} ${version}`));
const resolved =
  (alertId: string | undefined) =>
  ({ alerts }: Frame) =>
    alerts.some(({ id, status }) => id === alertId && status === 'RESOLVED');

describe('the live alerts', () => {
  it('go on behind any cursor: every later change once, in order, and no snapshot', async () => {
    const { facilityId, alertIds } = await alarmed(2);
    const [first, second] = alertIds;
    const board = follower(facilityId);
    await board.until(({ kind }) => kind === 'SNAPSHOT');
    await acknowledge(first ?? '');
    await acknowledge(second ?? '');
    await resolve(first ?? '');
    await resolve(second ?? '');
    const frames = await board.until(resolved(second));
    board.stop();
    expect(frames.map(({ kind }) => kind)).toEqual([
      ...['SNAPSHOT', 'CHANGE', 'CHANGE', 'CHANGE', 'CHANGE'],
    ]);
    for (const [index, { cursor }] of frames.slice(0, -1).entries()) {
      const again = follower(facilityId, cursor);
      const later = await again.until(resolved(second));
      again.stop();
      expect(later).toEqual(frames.slice(index + 1));
    }
  });

  it('have a snapshot that fits into the stream wherever it falls: nothing is missing, nothing comes twice', async () => {
    const { facilityId, alertIds } = await alarmed(8);
    const last = alertIds.at(-1);
    const boards: ReturnType<typeof follower>[] = [];
    // A follower begins right after each change, when its event is still on its way to the stream.
    for (const alertId of alertIds) {
      for (const change of [acknowledge, resolve]) {
        await change(alertId);
        if (alertId === last && change === resolve) break;
        const board = follower(facilityId);
        boards.push(board);
        void board.until(() => false).catch(() => undefined);
      }
    }
    const isDone = ({ frames }: (typeof boards)[number]) => frames.some(resolved(last));
    await vi.waitFor(() => expect(boards.every(isDone)).toBe(true), { timeout: 10_000 });
    for (const { frames, stop } of boards) {
      stop();
      const [snapshot] = frames;
      // Whatever a follower was shown first, the changes lead from there to the end, one version at a time.
      const versions = new Map(snapshot?.alerts.map(({ id, version }) => [id, version]));
      for (const { alerts } of frames.slice(1)) {
        for (const { id, version } of alerts) {
          expect(version).toBe((versions.get(id) ?? version - 1) + 1);
          versions.set(id, version);
        }
      }
      for (const [, version] of versions) expect(version).toBe(3);
      const again = follower(facilityId, snapshot?.cursor);
      const later = await again.until(resolved(last));
      again.stop();
      expect(changesOf(later)).toEqual(changesOf(frames));
    }
  });
});
