import { describe, expect, it } from 'vitest';
import { liveLimits } from '../../../src/subscriptions/index.js';
import { SocketRoom } from '../../support/socket-room.js';
import { lotChanges } from '../../support/viewer.js';

const room = new SocketRoom();

describe('Limits', () => {
  it('hold for operations of a connection', async () => {
    const socket = await room.ready();
    for (let id = 1; id <= 20; id += 1) socket.subscribe(`${id}`, lotChanges, { lotId: `${id}` });
    socket.subscribe('21', lotChanges, { lotId: '21' });
    expect(await socket.until('error', '21')).toMatchObject({
      payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    });
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('22', lotChanges, { lotId: '22' });
    await socket.until('next', '22');
  });

  it('hold for connections of a user', async () => {
    const payload = { authorization: 'Bearer anna' };
    for (let count = 0; count < liveLimits.connectionsPerUser; count += 1)
      await room.ready(payload);
    const socket = await room.open();
    socket.send({ type: 'connection_init', payload });
    expect(await socket.closed()).toEqual({ code: 4430, reason: 'Too many connections' });
    await room.ready({ authorization: 'Bearer ben' });
  });

  it('hold for sockets of which nobody knows yet whose they are', async () => {
    await room.restart({ connectionsPerAddress: 3 });
    const undecided = [await room.open(), await room.open(), await room.open()];
    expect(await room.refusal({})).toBe(429);
    undecided[0]?.send({ type: 'connection_init', payload: { authorization: 'Bearer anna' } });
    await undecided[0]?.until('connection_ack');
    await room.open();
  });

  it('hold for the rate of a client’s operations', async () => {
    let left = 2;
    const { authenticate } = room.lots.options;
    await room.restart(undefined, {
      ...room.lots,
      options: {
        ...room.lots.options,
        gate: {
          addressOf: () => '192.0.2.1',
          identify: (credentials) => authenticate(credentials),
          take: (_actor, address) => address === '192.0.2.1' && left-- > 0,
        },
      },
    });
    const socket = await room.ready();
    for (const id of ['1', '2', '3']) socket.subscribe(id, '{ lot(id: "A") { id } }');
    expect(await socket.until('error')).toMatchObject({
      id: '3',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
  });

  it('hold for the size of a message', async () => {
    const socket = await room.ready();
    socket.subscribe('1', `{ lot(id: "${'x'.repeat(65_536)}") { id } }`);
    expect(await socket.closed()).toMatchObject({ code: 1009 });
  });

  it('hold for the fragments of a message', async () => {
    const socket = await room.ready();
    for (let count = 0; count < 70; count += 1) socket.ws.send('x', { fin: false });
    expect((await socket.closed()).code).not.toBe(1000);
  });

  it('cut off a client that does not read, and nobody else', async () => {
    await room.restart({ bufferedBytes: 256 * 1024, closeTimeoutMs: 10 });
    const [slow, brisk] = [await room.ready(), await room.ready()];
    for (const socket of [slow, brisk]) {
      socket.subscribe('1', lotChanges, { lotId: 'A' });
      await socket.until('next', '1');
    }
    slow.ws.pause();
    let published = 0;
    while (Number.isNaN(await cutOff('TOO_SLOW'))) {
      for (let count = 0; count < 1_000; count += 1) room.lots.stream.publish('A');
      published += 1_000;
      while (brisk.messages.length < published + 2) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    expect(await cutOff('TOO_SLOW')).toBe(1);
    slow.ws.resume();
    expect((await slow.closed()).code).not.toBe(1000);
    room.lots.stream.publish('A');
    expect(room.lots.stream.open).toBe(1);
  });

  it('cut off a client that does not answer pings', async () => {
    await room.restart({ pingEveryMs: 20 });
    const socket = await room.open({ answersPings: false });
    expect((await socket.closed()).code).toBe(1006);
    expect(await cutOff('NO_PONG')).toBe(1);
  });
});

const cutOff = (reason: string): Promise<number> =>
  room.gateway.metric(`voltpark_live_clients_cut_total{reason="${reason}"}`);

describe('When the gateway stops', () => {
  it('everybody is asked to come back, and nobody new is let in', async () => {
    const some = await Promise.all([room.ready(), room.ready(), room.ready()]);
    for (const socket of some) socket.subscribe('1', lotChanges, { lotId: 'A' });
    await Promise.all(some.map((socket) => socket.until('next', '1')));
    const drained = room.gateway.live.drain();
    expect(await room.refusal({})).toBe(503);
    await drained;
    for (const socket of some) expect(await socket.closed()).toMatchObject({ code: 1001 });
    expect(room.lots.stream.open).toBe(0);
  });
});
