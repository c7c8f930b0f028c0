import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame, resultJson } from '../../../src/subscriptions/frame.js';
import { readMessage } from '../../../src/subscriptions/websocket/message.js';
import { nextMessage } from '../../../src/subscriptions/websocket/next-message.js';

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

/** Reads an unmasked text frame back. */
function payloadOf(bytes: Buffer): unknown {
  expect(bytes[0]).toBe(0x81);
  const short = bytes.readUInt8(1);
  const offset = short < 126 ? 2 : short === 126 ? 4 : 10;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  expect(bytes.length).toBe(offset + length);
  return JSON.parse(bytes.subarray(offset).toString());
}

describe('A `next` message', () => {
  it('is the same text for everybody apart from the id, whatever its size', () => {
    const ids = fc.array(fc.string({ minLength: 1, maxLength: 40 }), {
      minLength: 1,
      maxLength: 5,
    });
    const sizes = fc.constantFrom(0, 50, 126, 60_000, 65_535, 70_000);
    fc.assert(
      fc.property(ids, sizes, fc.string({ unit: 'binary' }), (someIds, size, tail) => {
        const data = 'x'.repeat(size) + tail;
        const frame = new Frame(resultJson(JSON.stringify({ data }), [], 'c'), 'c', 1);
        for (const id of someIds) {
          expect(payloadOf(nextMessage(frame, Buffer.from(JSON.stringify(id))))).toEqual({
            id,
            type: 'next',
            payload: { data: { data }, extensions: { cursor: 'c' } },
          });
        }
      }),
    );
  });

  it('leaves out what there is not', () => {
    expect(resultJson('{"a":1}', [])).toBe('{"data":{"a":1}}');
    expect(resultJson(undefined, [{ message: 'no' }])).toBe('{"errors":[{"message":"no"}]}');
  });
});
