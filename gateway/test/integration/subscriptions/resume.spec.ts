import type { Client } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveLimits } from '../../../src/subscriptions/index.js';
import { startLiveGateway, type LiveGateway } from '../../support/live-gateway.js';
import { makeLots, type Lots } from '../../support/lots.js';
import { connect, lotChanges, Viewer } from '../../support/viewer.js';

let lots: Lots;
let gateway: LiveGateway;
const clients: Client[] = [];

/** Everything quick, so that nothing has to be waited for. */
const quick: Partial<LiveLimits> = { firstRetryMs: 1, longestRetryMs: 5, giveUpFirstMs: 20 };

const view = (after?: string | null, lotId = 'A'): Viewer => {
  const client = connect(gateway.webSocketUrl);
  clients.push(client);
  return new Viewer(client, lotChanges, { lotId, ...(after !== undefined && { after }) });
};
const publish = (count: number): void => {
  for (let done = 0; done < count; done += 1) lots.stream.publish('A');
};
const allSeen = (viewers: readonly Viewer[], position: number) =>
  Promise.all(viewers.map((viewer) => viewer.untilPosition(position)));
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

beforeEach(async () => {
  lots = makeLots();
  gateway = await startLiveGateway(lots, quick);
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
  await gateway.close();
});

describe('A client that comes back', () => {
  it('goes on right behind its cursor, without a snapshot', async () => {
    publish(5);
    const viewer = view(lots.stream.cursorAt(2));
    await viewer.untilPosition(5);
    publish(1);
    await viewer.untilPosition(6);
    expect(viewer.story).toBe('CHANGE@3 CHANGE@4 CHANGE@5 CHANGE@6');
  });

  it('needs no upstream of its own while the group’s ring reaches back', async () => {
    const other = view();
    await other.untilSeen(1);
    publish(5);
    await other.untilPosition(5);
    const viewer = view(lots.stream.cursorAt(2));
    await viewer.untilPosition(5);
    publish(1);
    await allSeen([other, viewer], 6);
    expect(viewer.positions).toEqual(from(3, 6));
    expect(lots.stream.opened).toBe(1);
  });

  it('treats null and an empty cursor as none', async () => {
    publish(1);
    const [one, two] = [view(null), view('')];
    await Promise.all([one.untilSeen(1), two.untilSeen(1)]);
    expect([one.story, two.story]).toEqual(['SNAPSHOT@1', 'SNAPSHOT@1']);
  });

  it('hears that its cursor is too old, and gets a fresh snapshot on the same subscription', async () => {
    publish(5);
    lots.stream.floor = 4;
    const viewers = [view(lots.stream.cursorAt(2)), view('nonsense')];
    await allSeen(viewers, 5);
    publish(1);
    await allSeen(viewers, 6);
    for (const viewer of viewers) {
      expect(viewer.results[0]).toMatchObject({
        data: null,
        errors: [{ extensions: { code: 'CURSOR_EXPIRED' } }],
      });
      expect(viewer.story).toBe('SNAPSHOT@5 CHANGE@6');
    }
    expect(lots.stream.open).toBe(1);
  });
});

describe('After a restart of the gateway', () => {
  it('clients with assorted cursors miss nothing, see nothing twice, and end on one upstream', async () => {
    publish(40);
    const cursors = [17, 3, 40, 25, 3, 0, 31, 12, 40, 8, 22, 1];
    const viewers = cursors.map((position) => view(lots.stream.cursorAt(position)));
    await Promise.all(
      viewers
        .filter((_viewer, index) => cursors[index] !== 40)
        .map((viewer) => viewer.untilSeen(1)),
    );
    publish(2);
    await allSeen(viewers, 42);
    for (const [index, viewer] of viewers.entries()) {
      expect(viewer.positions).toEqual(from((cursors[index] ?? NaN) + 1, 42));
    }
    expect(lots.stream.open).toBe(1);
    publish(1);
    await allSeen(viewers, 43);
  });

  it('one who was away for long does not hold up the others', async () => {
    await gateway.close();
    gateway = await startLiveGateway(lots, {
      ...quick,
      lagPositions: 10,
      ringFrames: 20,
      // Silent as it is, the line of the one who was away has not caught up.
      quietMs: 0,
    });
    publish(200);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    lots.holdNames(() => held);
    const longAway = view(lots.stream.cursorAt(0));
    await lots.untilNamesAsked(16);
    lots.holdNames(async () => undefined);
    const present = view(lots.stream.cursorAt(199));
    await present.untilPosition(200);
    expect(longAway.results).toEqual([]);
    release();
    await longAway.untilPosition(200);
    publish(1);
    await allSeen([longAway, present], 201);
    expect(longAway.positions).toEqual(from(1, 201));
    expect(present.positions).toEqual([200, 201]);
    expect(lots.stream.open).toBe(1);
  });
});

describe('When an upstream breaks', () => {
  it('or repeats itself, nobody sees a change twice', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    publish(1);
    lots.stream.repeatLast('A');
    publish(1);
    await viewer.untilPosition(2);
    expect(viewer.positions).toEqual([0, 1, 2]);
  });

  it('it is taken up again behind the last event, and clients notice nothing', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    publish(2);
    await viewer.untilPosition(2);
    lots.stream.breakAll();
    publish(2);
    await viewer.untilPosition(4);
    expect(viewer.story).toBe('SNAPSHOT@0 CHANGE@1 CHANGE@2 CHANGE@3 CHANGE@4');
    expect(lots.stream.afters).toEqual([null, lots.stream.cursorAt(2)]);
    expect(await gateway.metric('voltpark_live_reconnects_total')).toBe(1);
  });

  it('the cursor may have expired meanwhile: everybody gets a fresh snapshot', async () => {
    const viewers = [view(), view()];
    await Promise.all(viewers.map((viewer) => viewer.untilSeen(1)));
    lots.stream.beginAnew();
    publish(3);
    await allSeen(viewers, 3);
    lots.stream.breakAll();
    publish(1);
    await allSeen(viewers, 4);
    expect(lots.stream.open).toBe(1);
  });

  it('the stream may be another one afterwards', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    publish(7);
    await viewer.untilPosition(7);
    lots.stream.beginAnew();
    lots.stream.breakAll();
    await viewer.untilSeen(10);
    publish(1);
    await viewer.untilSeen(11);
    expect(viewer.results[8]?.errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect(viewer.story.endsWith('CHANGE@7 SNAPSHOT@0 CHANGE@1')).toBe(true);
  });

  it('clients hear of it only when it never comes back', async () => {
    await gateway.close();
    // Patient enough that one slow attempt is not the last.
    gateway = await startLiveGateway(lots, { ...quick, longestRetryMs: 500, giveUpFirstMs: 1_500 });
    lots.stream.refuseWith(new Error('No database.'));
    const viewer = view();
    expect(await viewer.untilEnded()).toMatchObject([
      { extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(lots.stream.opened).toBeGreaterThan(1);
  });
});
