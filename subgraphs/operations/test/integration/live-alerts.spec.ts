import { parkingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/domain/limits.js';
import { operator, tenantId } from '../support/actors.js';
import { runOperations, type RunningOperations } from '../support/running.js';

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations();
});
afterAll(() => operations.stop());

const within = { timeout: 30_000 };

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
  const began = performance.now();
  let firstAfterMs = Infinity;
  return {
    frames,
    /** Whether its snapshot may have given up waiting for the stream to have what it shows. */
    isLate: () => firstAfterMs >= limits.snapshotHoldMs,
    async until(fits: (frame: Frame) => boolean): Promise<Frame[]> {
      while (!frames.some(fits)) {
        const { value, done } = await updates.next();
        if (done === true) throw new Error(`It ended: ${JSON.stringify(frames)}`);
        if (value.data?.alerts == null) throw new Error(JSON.stringify(value));
        if (frames.push(value.data.alerts as Frame) === 1) firstAfterMs = performance.now() - began;
      }
      return frames;
    },
    stop: () => ending.abort(),
  };
}

/** A facility where so many rules are reached at once, each with an alert of its own, all in the stream. */
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
  const alertIds = await vi.waitFor(async () => {
    const { alerts } = await operations.data<{ alerts: { edges: { node: Shown }[] } }>(
      `query ($id: ID) { alerts(first: 50, facilityId: $id, open: true) { edges { node { id } } } }`,
      { id: facilityId },
    );
    const ids = alerts.edges.map(({ node }) => node.id);
    expect(ids).toHaveLength(count);
    return ids;
  }, within);
  await vi.waitFor(async () => {
    const { rows } = await operations.pool.query('SELECT FROM outbox WHERE published_at IS NULL');
    expect(rows).toEqual([]);
  }, within);
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
    const { facilityId, alertIds } = await alarmed(9);
    const last = alertIds.at(-1) ?? '';
    const boards: ReturnType<typeof follower>[] = [];
    // A follower begins right after each change, when its event is still on its way to the stream.
    for (const alertId of alertIds.slice(0, -1)) {
      for (const change of [acknowledge, resolve]) {
        await change(alertId);
        const board = follower(facilityId);
        boards.push(board);
        void board.until(() => false).catch(() => undefined);
      }
    }
    // A snapshot that waits for the stream takes in what comes meanwhile: the end is for those who have theirs.
    const hasBegun = ({ frames }: (typeof boards)[number]) => frames.length > 0;
    await vi.waitFor(() => expect(boards.every(hasBegun)).toBe(true), within);
    await acknowledge(last);
    await resolve(last);
    const isDone = ({ frames }: (typeof boards)[number]) => frames.some(resolved(last));
    await vi.waitFor(() => expect(boards.every(isDone)).toBe(true), within);
    for (const { frames, isLate, stop } of boards) {
      stop();
      const [snapshot] = frames;
      // Whatever a follower was shown first, the changes lead from there to the end, one version at a time.
      const shown = new Map(snapshot?.alerts.map(({ id, version }) => [id, version]));
      const versions = new Map(shown);
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
      // Only what a late stream has behind the snapshot that shows it comes once more.
      const isNew = ({ id, version }: Shown) => !isLate() || version > (shown.get(id) ?? 0);
      const news = later.map((frame) => ({ ...frame, alerts: frame.alerts.filter(isNew) }));
      expect(changesOf(news)).toEqual(changesOf(frames));
    }
  });
});
