import type { Client } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLiveGateway, type LiveGateway } from '../../support/live-gateway.js';
import {
  anna,
  lotsSdl,
  lotsWithNamesSdl,
  makeLots,
  namesSdl,
  type Lots,
} from '../../support/lots.js';
import { connect, lotChanges, Viewer } from '../../support/viewer.js';

let lots: Lots;
let gateway: LiveGateway;
const clients: Client[] = [];

const view = (params?: Record<string, unknown>): Viewer => {
  const client = connect(gateway.webSocketUrl, params);
  clients.push(client);
  return new Viewer(client, lotChanges, { lotId: 'A' });
};
const reload = (sdl: { lots?: string; names?: string }): void => {
  gateway.live.supergraphChanged(lots.reload(sdl));
};

beforeEach(async () => {
  lots = makeLots();
  lots.identities.set('Bearer anna', { actor: anna, expiresAt: null });
  gateway = await startLiveGateway(lots);
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
  await gateway.close();
});

describe('A reload of the supergraph under subscribers', () => {
  it('goes unnoticed when their operation is still valid', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    lots.stream.publish('A');
    reload({ names: `${namesSdl}\n type Colour { name: String }` });
    lots.stream.publish('A');
    await viewer.untilPosition(2);
    expect(viewer.story).toBe('SNAPSHOT@0 CHANGE@1 CHANGE@2');
    expect(viewer.changes.at(-1)?.lot.name).toBe('Lot A');
    expect(lots.stream.opened).toBe(1);
  });

  it('has newcomers join those who were there before', async () => {
    const before = view();
    await before.untilSeen(1);
    reload({ names: `${namesSdl}\n type Colour { name: String }` });
    const after = view();
    await after.untilSeen(1);
    lots.stream.publish('A');
    await Promise.all([before.untilPosition(1), after.untilPosition(1)]);
    expect(lots.stream.opened).toBe(1);
    expect(await gateway.metric('voltpark_live_groups')).toBe(1);
  });

  it('takes the upstream up again behind the last event when its source is another', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    lots.stream.publish('A');
    await viewer.untilPosition(1);
    // The name moves from one subgraph to the other: now the source itself has to deliver it.
    lots.moveNames();
    reload({
      lots: lotsWithNamesSdl,
      names: namesSdl.replace('id: ID! name: String', 'id: ID! other: String'),
    });
    await lots.stream.until(() => lots.stream.opened === 2);
    lots.stream.publish('A');
    await viewer.untilPosition(2);
    expect(viewer.story).toBe('SNAPSHOT@0 CHANGE@1 CHANGE@2');
    expect(viewer.changes.at(-1)?.lot.name).toBe('Moved A');
    expect(lots.stream.afters).toEqual([null, lots.stream.cursorAt(1)]);
  });

  it('ends what is no longer valid', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    reload({ names: namesSdl.replace('id: ID! name: String', 'id: ID! other: String') });
    expect(await viewer.untilEnded()).toMatchObject([{ extensions: { code: 'SCHEMA_CHANGED' } }]);
    await lots.stream.untilOpen(0);
  });

  it('ends what the anonymous may no longer see', async () => {
    const [nobody, somebody] = [view(), view({ authorization: 'Bearer anna' })];
    await Promise.all([nobody.untilSeen(1), somebody.untilSeen(1)]);
    reload({
      lots: lotsSdl.replace(
        'lotChanges(lotId: ID!, after: String): LotChange!',
        'lotChanges(lotId: ID!, after: String): LotChange! @authenticated',
      ),
    });
    expect(await nobody.untilEnded()).toMatchObject([{ extensions: { code: 'SCHEMA_CHANGED' } }]);
    expect(await somebody.untilEnded()).toMatchObject([{ extensions: { code: 'SCHEMA_CHANGED' } }]);
  });
});
