import { createActorSigner, generateActorKeys } from '@voltpark/kit/actor-token';
import type { RunningContext } from '@voltpark/kit/context';
import { createLogger } from '@voltpark/kit/log';
import { serveContext, type ContextServer } from '@voltpark/kit/server/server';
import type { Client } from 'graphql-ws';
import {
  createServer,
  connect as connectTcp,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpTransport } from '../../../src/transport/index.js';
import { startLiveGateway, type LiveGateway } from '../../support/live-gateway.js';
import { anna, makeLots, type Lots } from '../../support/lots.js';
import { patienceMs } from '../../support/patience.js';
import { connect, lotChanges, Viewer } from '../../support/viewer.js';

/** Stands between gateway and subgraph, counts their sockets, and cuts them. */
class Wire {
  readonly #pairs = new Set<Socket>();
  readonly #watchers = new Set<() => void>();
  #server: Server | undefined;
  opened = 0;
  target = 0;

  get open(): number {
    return this.#pairs.size;
  }

  async listen(): Promise<number> {
    this.#server = createServer((near) => {
      const far = connectTcp(this.target, '127.0.0.1');
      this.opened += 1;
      this.#pairs.add(near);
      near.pipe(far).pipe(near);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
      near.on('close', () => {
        far.destroy();
        this.#pairs.delete(near);
        for (const look of this.#watchers) look();
        this.#watchers.clear();
      });
    });
    const server = this.#server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const near of this.#pairs) near.destroy();
  }

  async untilOpen(count: number): Promise<void> {
    while (this.open !== count) await new Promise<void>((resolve) => this.#watchers.add(resolve));
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

let lots: Lots;
let gateway: LiveGateway;
let wire: Wire;
let servers: ContextServer[];
let serveLots: () => Promise<void>;
let closeTransport: () => Promise<void>;
const clients: Client[] = [];

const view = (params?: Record<string, unknown>, query = lotChanges): Viewer => {
  const client = connect(gateway.webSocketUrl, params);
  clients.push(client);
  return new Viewer(client, query, { lotId: 'A' });
};

beforeEach(async () => {
  const keys = await generateActorKeys();
  const signer = await createActorSigner(keys.privateJwk);
  const log = createLogger('spec', 'silent');
  wire = new Wire();
  const wirePort = await wire.listen();
  const urls = new Map<string, string>([['lots', `http://127.0.0.1:${wirePort}/graphql`]]);
  let contexts: readonly RunningContext[] = [];
  lots = makeLots((made) => {
    contexts = made;
    const transport = createHttpTransport({
      urlOf: (service) => urls.get(service),
      signActor: (actor) => signer.sign(actor),
      deadlineMs: patienceMs,
    });
    closeTransport = () => transport.close();
    return transport;
  });
  servers = [];
  const serve = async (name: string): Promise<ContextServer> => {
    const context = contexts.find((candidate) => candidate.name === name);
    if (context === undefined) throw new Error(`No ${name}.`);
    const server = await serveContext(context, { actorPublicKey: keys.publicJwk, log });
    servers.push(server);
    return server;
  };
  serveLots = async () => {
    wire.target = (await serve('lots')).port;
  };
  await serveLots();
  urls.set('names', (await serve('names')).url);
  lots.identities.set('Bearer anna', { actor: anna, expiresAt: null });
  gateway = await startLiveGateway(lots, { firstRetryMs: 5, longestRetryMs: 20 });
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
  await gateway.close();
  await closeTransport();
  await Promise.all(servers.map((server) => server.stop()));
  await wire.close();
});

describe('Subscriptions to a subgraph over the network', () => {
  it('bring snapshot and changes to everybody by one upstream', async () => {
    const viewers = [view(), view(), view()];
    await Promise.all(viewers.map((viewer) => viewer.untilSeen(1)));
    lots.stream.publish('A');
    await Promise.all(viewers.map((viewer) => viewer.untilPosition(1)));
    for (const viewer of viewers) expect(viewer.story).toBe('SNAPSHOT@0 CHANGE@1');
    expect(lots.stream.opened).toBe(1);
  });

  it('share one socket, which closes after the last of them', async () => {
    const mine = `subscription ($lotId: ID!) { myLotChanges(lotId: $lotId) { position } }`;
    const [one, two] = [view(), view({ authorization: 'Bearer anna' }, mine)];
    await Promise.all([one.untilSeen(1), two.untilSeen(1)]);
    expect(lots.stream.open).toBe(2);
    expect(wire.open).toBe(1);
    one.leave();
    await lots.stream.untilOpen(1);
    expect(wire.open).toBe(1);
    two.leave();
    await lots.stream.untilOpen(0);
    await wire.untilOpen(0);
  });

  it('are taken up again when the socket breaks, without a gap or a double', async () => {
    const viewers = [view(), view()];
    await Promise.all(viewers.map((viewer) => viewer.untilSeen(1)));
    for (let round = 0; round < 3; round += 1) {
      lots.stream.publish('A');
      wire.cut();
      lots.stream.publish('A');
    }
    await Promise.all(viewers.map((viewer) => viewer.untilPosition(6)));
    for (const viewer of viewers) expect(viewer.positions).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(wire.open).toBe(1);
  });

  it('outlast a restart of the subgraph', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    await servers[0]?.stop();
    lots.stream.publish('A');
    await serveLots();
    await viewer.untilPosition(1);
    expect(viewer.story).toBe('SNAPSHOT@0 CHANGE@1');
  });

  it('say why they are refused, and when a subgraph cannot be reached at all', async () => {
    const mine = `subscription ($lotId: ID!) { myLotChanges(lotId: $lotId) { position } }`;
    const refused = view(
      {},
      lotChanges.replaceAll('lotId: $lotId', 'lotId: "forbidden"').replace('$lotId: ID!, ', ''),
    );
    expect(await refused.untilEnded()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await gateway.close();
    gateway = await startLiveGateway(lots, {
      firstRetryMs: 1,
      longestRetryMs: 5,
      giveUpFirstMs: 20,
    });
    wire.target = 1;
    wire.cut();
    const lost = view({ authorization: 'Bearer anna' }, mine);
    expect(await lost.untilEnded()).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ]);
  });

  it('complete when the subgraph completes them', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    lots.stream.completeAll();
    expect(await viewer.untilEnded()).toBe('completed');
  });
});
