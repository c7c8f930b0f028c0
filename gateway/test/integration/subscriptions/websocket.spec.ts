import { describe, expect, it } from 'vitest';
import { anna } from '../../support/lots.js';
import { SocketRoom } from '../../support/socket-room.js';
import { lotChanges } from '../../support/viewer.js';

const room = new SocketRoom();

describe('A connection', () => {
  it('is acknowledged, and answers pings with their payload', async () => {
    const socket = await room.ready();
    socket.send({ type: 'ping', payload: { at: 1 } });
    expect(await socket.until('pong')).toEqual({ type: 'pong', payload: { at: 1 } });
    socket.send({ type: 'pong' });
    socket.send({ type: 'complete', id: 'unknown' });
    socket.subscribe('1', '{ lot(id: "A") { name } }');
    await socket.until('complete', '1');
  });

  it('answers queries and mutations too, once, then completes', async () => {
    const socket = await room.ready();
    socket.subscribe('q', '{ lot(id: "A") { id name } }');
    socket.subscribe('m', 'mutation { rename(id: "B") { name } }');
    await Promise.all([socket.until('complete', 'q'), socket.until('complete', 'm')]);
    expect(await socket.until('next', 'q')).toEqual({
      id: 'q',
      type: 'next',
      payload: { data: { lot: { id: 'A', name: 'Lot A' } } },
    });
    expect(await socket.until('next', 'm')).toMatchObject({
      payload: { data: { rename: { name: 'Lot B' } } },
    });
  });

  it('hears no answer to what it has completed itself, and may use the id again', async () => {
    const socket = await room.ready();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    room.lots.holdNames(() => held);
    socket.subscribe('1', '{ lot(id: "A") { name } }');
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('1', '{ lot(id: "B") { id } }');
    await socket.until('complete', '1');
    release();
    socket.subscribe('2', '{ lot(id: "C") { name } }');
    await socket.until('complete', '2');
    const answers = socket.messages.filter(({ type, id }) => type === 'next' && id === '1');
    expect(answers).toEqual([{ id: '1', type: 'next', payload: { data: { lot: { id: 'B' } } } }]);
  });

  it('gets what is wrong with an operation as an error message, which ends it', async () => {
    const socket = await room.ready();
    socket.subscribe('1', '{ nothing }');
    expect(await socket.until('error', '1')).toMatchObject({
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    socket.subscribe('1', '{ lot(id: "A") ');
    socket.subscribe('2', lotChanges, {});
    expect(await socket.until('error', '2')).toMatchObject({
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('holds operations to the same limits as HTTP', async () => {
    const socket = await room.ready();
    const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: lot(id: "A") { id }`);
    socket.subscribe('1', `{ ${aliases.join(' ')} }`);
    expect(await socket.until('error', '1')).toMatchObject({ payload: [{ message: /alias/i }] });
    const fields = Array.from({ length: 1_001 }, () => 'a').join(' ');
    socket.subscribe('2', `{ ${fields} }`);
    expect(await socket.until('error', '2')).toBeDefined();
  });

  it.each([
    ['no JSON', 'nonsense', 4400],
    ['no message of the protocol', { type: 'next' }, 4400],
    ['a second initialisation', { type: 'connection_init' }, 4429],
  ])('is closed after %s', async (_what, message, code) => {
    const socket = await room.ready();
    socket.send(message);
    expect(await socket.closed()).toMatchObject({ code });
  });

  it('is closed after a binary message', async () => {
    const socket = await room.ready();
    socket.ws.send(Buffer.from('{"type":"ping"}'));
    expect(await socket.closed()).toMatchObject({ code: 4400 });
  });

  it('is closed when it subscribes before it is acknowledged', async () => {
    const socket = await room.open();
    socket.subscribe('1', '{ lot(id: "A") { id } }');
    expect(await socket.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it('is closed when an id is in use', async () => {
    const socket = await room.ready();
    socket.subscribe('x', lotChanges, { lotId: 'A' });
    socket.subscribe('x', lotChanges, { lotId: 'A' });
    expect(await socket.closed()).toEqual({
      code: 4409,
      reason: 'Subscriber for x already exists',
    });
    await room.lots.stream.untilOpen(0);
  });

  it('is closed with a reason that fits, whatever the id', async () => {
    const socket = await room.ready();
    const id = '🚗'.repeat(60);
    socket.subscribe(id, lotChanges, { lotId: 'A' });
    socket.subscribe(id, lotChanges, { lotId: 'A' });
    const { code, reason } = await socket.closed();
    expect(code).toBe(4409);
    expect(reason).toMatch(/^Subscriber for (🚗)+$/u);
  });

  it('is closed when it does not ask for the sub-protocol', async () => {
    const socket = await room.open({ protocols: [] });
    expect(await socket.closed()).toMatchObject({ code: 4406 });
  });

  it('is closed when it does not initialise in time', async () => {
    await room.restart({ initTimeoutMs: 10 });
    const socket = await room.open();
    expect(await socket.closed()).toEqual({
      code: 4408,
      reason: 'Connection initialisation timeout',
    });
  });

  it('is refused to pages of other origins', async () => {
    expect(await room.refusal({ origin: 'https://evil.example' })).toBe(403);
    await room.open({ headers: { origin: 'https://voltpark.example' } });
  });
});

describe('Who a connection belongs to', () => {
  it('is told by the payload of its initialisation or by its headers', async () => {
    const mine = `subscription { myLotChanges(lotId: "A") { position } }`;
    const nobody = await room.ready();
    nobody.subscribe('1', mine);
    expect(await nobody.until('error', '1')).toMatchObject({
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    const byPayload = await room.ready({ authorization: 'Bearer anna' });
    byPayload.subscribe('1', mine);
    await byPayload.until('next', '1');
    const byHeader = await room.open({ headers: { authorization: 'Bearer anna' } });
    byHeader.send({ type: 'connection_init' });
    await byHeader.until('connection_ack');
    byHeader.subscribe('1', mine);
    await byHeader.until('next', '1');
    expect(room.lots.stream.open).toBe(1);
  });

  it('keeps groups apart where an identity is needed, and only there', async () => {
    const [one, two] = [
      await room.ready({ authorization: 'Bearer anna' }),
      await room.ready({ authorization: 'Bearer ben' }),
    ];
    for (const socket of [one, two]) {
      socket.subscribe('public', lotChanges, { lotId: 'A' });
      socket.subscribe('mine', `subscription { myLotChanges(lotId: "A") { position } }`);
      await Promise.all([socket.until('next', 'public'), socket.until('next', 'mine')]);
    }
    expect(room.lots.stream.open).toBe(3);
  });

  it('is refused when the credentials are wrong', async () => {
    const socket = await room.open();
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer forged' } });
    expect(await socket.closed()).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('lasts as long as the token', async () => {
    room.lots.identities.set('Bearer short', { actor: anna, expiresAt: Date.now() + 100 });
    const socket = await room.ready({ authorization: 'Bearer short' });
    socket.subscribe('1', lotChanges, { lotId: 'A' });
    expect(await socket.closed()).toEqual({ code: 4403, reason: 'Token expired' });
    await room.lots.stream.untilOpen(0);
  });
});
