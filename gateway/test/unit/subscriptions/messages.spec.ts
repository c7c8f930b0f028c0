import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batch, Frame, resultJson } from '../../../src/subscriptions/frame.js';
import { readMessage } from '../../../src/subscriptions/websocket/message.js';
import { nextMessages } from '../../../src/subscriptions/websocket/next-message.js';

const read = (message: unknown) => readMessage(JSON.stringify(message), 128);

describe('A client’s message', () => {
  it('is read when the protocol has it', () => {
    expect(read({ type: 'connection_init' })).toEqual({ type: 'connection_init', payload: {} });
    expect(read({ type: 'connection_init', payload: null })).toBeDefined();
    expect(read({ type: 'ping', payload: { a: 1 } })).toEqual({ type: 'ping', payload: { a: 1 } });
    expect(read({ type: 'pong' })).toEqual({ type: 'pong' });
    expect(read({ type: 'complete', id: '1' })).toEqual({ type: 'complete', id: '1' });
    expect(
      read({ type: 'subscribe', id: '1', payload: { query: '{ a }', variables: null } }),
    ).toEqual({
      type: 'subscribe',
      id: '1',
      request: { query: '{ a }', operationName: undefined, variables: undefined },
    });
  });

  it.each([
    ['an unknown type', { type: 'next', id: '1', payload: {} }],
    ['no type', {}],
    ['a list', []],
    ['null', null],
    ['a payload that is no object', { type: 'connection_init', payload: 'x' }],
    ['a ping with a list', { type: 'ping', payload: [] }],
    ['no id', { type: 'complete' }],
    ['an empty id', { type: 'subscribe', id: '', payload: { query: '{ a }' } }],
    ['a long id', { type: 'complete', id: 'x'.repeat(129) }],
    ['a number as id', { type: 'complete', id: 1 }],
    ['no query', { type: 'subscribe', id: '1', payload: {} }],
    ['variables in a list', { type: 'subscribe', id: '1', payload: { query: 'x', variables: [] } }],
    [
      'a name that is a number',
      { type: 'subscribe', id: '1', payload: { query: 'x', operationName: 1 } },
    ],
  ])('is refused with %s', (_what, message) => {
    expect(read(message)).toBeUndefined();
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => readMessage(text, 128) !== null));
  });
});

/** Reads unmasked text frames back. */
function payloadsOf(bytes: Buffer): unknown[] {
  if (bytes.length === 0) return [];
  expect(bytes[0]).toBe(0x81);
  const short = bytes.readUInt8(1);
  const offset = short < 126 ? 2 : short === 126 ? 4 : 10;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = offset + length;
  expect(bytes.length).toBeGreaterThanOrEqual(end);
  return [JSON.parse(bytes.subarray(offset, end).toString()), ...payloadsOf(bytes.subarray(end))];
}

describe('`next` messages', () => {
  it('are the same for everybody apart from the id, whatever their size and number', () => {
    const ids = fc.array(fc.string({ minLength: 1, maxLength: 40 }), {
      minLength: 1,
      maxLength: 5,
    });
    const sizes = fc.array(fc.constantFrom(0, 50, 126, 60_000, 65_535, 70_000), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(ids, sizes, fc.string({ unit: 'binary' }), (someIds, someSizes, tail) => {
        const texts = someSizes.map((size) => 'x'.repeat(size) + tail);
        const frames = texts.map(
          (data, at) => new Frame(resultJson(JSON.stringify({ data }), [], 'c'), 'c', at),
        );
        const batch = new Batch(frames);
        for (const id of someIds) {
          expect(payloadsOf(nextMessages(batch, Buffer.from(JSON.stringify(id))))).toEqual(
            texts.map((data) => ({
              id,
              type: 'next',
              payload: { data: { data }, extensions: { cursor: 'c' } },
            })),
          );
        }
      }),
    );
  });

  it('are those behind a position', () => {
    const batch = new Batch([1, 2, 3].map((position) => new Frame('{}', undefined, position)));
    expect(batch.behind(0)).toBe(batch);
    expect(batch.behind(2).frames.map(({ position }) => position)).toEqual([3]);
    expect(batch.behind(3).frames).toEqual([]);
  });

  it('leave out what there is not', () => {
    expect(resultJson('{"a":1}', [])).toBe('{"data":{"a":1}}');
    expect(resultJson(undefined, [{ message: 'no' }])).toBe('{"errors":[{"message":"no"}]}');
  });
});
