import { describe, expect, it } from 'vitest';
import { canDissolve, decideJoin, type LineView } from '../../../src/subscriptions/joining.js';

const limits = { replayedFrames: 10, lagPositions: 100 };

const line = (view: Partial<LineView> = {}): LineView => ({
  epoch: 'e',
  floor: 50,
  head: 80,
  origin: null,
  isWhole: true,
  isLive: true,
  snapshot: { position: 50, framesBehind: 3 },
  ...view,
});
const behind = (position: number, epoch = 'e') => ({
  cursor: `${epoch}.${position}`,
  point: { epoch, position },
});

describe('A client that wants a snapshot', () => {
  it('opens a line when there is none', () => {
    expect(decideJoin([], null, limits)).toEqual({ how: 'OPEN_LINE' });
  });

  it('gets the last snapshot and what stands behind it', () => {
    const main = line();
    expect(decideJoin([main], null, limits)).toEqual({ how: 'SNAPSHOT', line: main, since: 50 });
  });

  it('opens a line when the ring no longer reaches the snapshot', () => {
    expect(decideJoin([line({ floor: 51 })], null, limits)).toEqual({ how: 'OPEN_LINE' });
  });

  it('opens a line when too much stands behind the snapshot', () => {
    const main = line({ snapshot: { position: 50, framesBehind: 11 } });
    expect(decideJoin([main], null, limits)).toEqual({ how: 'OPEN_LINE' });
  });

  it('waits with others for a snapshot that is on its way', () => {
    const stale = line({ snapshot: { position: 50, framesBehind: 11 } });
    const awaited = line({
      epoch: undefined,
      floor: undefined,
      head: undefined,
      snapshot: undefined,
    });
    expect(decideJoin([stale, awaited], null, limits)).toEqual({
      how: 'AWAIT_SNAPSHOT',
      line: awaited,
    });
  });

  it('does not take a line that goes on behind a cursor for one that brings a snapshot', () => {
    const catchingUp = line({
      origin: 'x',
      head: undefined,
      floor: undefined,
      snapshot: undefined,
    });
    expect(decideJoin([catchingUp], null, limits)).toEqual({ how: 'OPEN_LINE' });
  });
});

describe('A client that goes on behind a cursor', () => {
  it('joins a line whose ring reaches back to it', () => {
    const main = line();
    expect(decideJoin([main], behind(60), limits)).toEqual({
      how: 'FRAMES_BEHIND',
      line: main,
      since: 60,
    });
  });

  it('joins a line that is a little behind it', () => {
    const main = line({ isLive: false });
    expect(decideJoin([main], behind(180), limits)).toMatchObject({ how: 'FRAMES_BEHIND' });
  });

  it('does not wait for a line that is busy with a long past', () => {
    const main = line({ isLive: false });
    expect(decideJoin([main], behind(181), limits)).toEqual({ how: 'OPEN_LINE' });
  });

  it('opens a line when the ring does not reach back', () => {
    expect(decideJoin([line()], behind(49), limits)).toEqual({ how: 'OPEN_LINE' });
  });

  it('never compares positions of different epochs', () => {
    expect(decideJoin([line()], behind(60, 'other'), limits)).toEqual({ how: 'OPEN_LINE' });
  });

  it('shares the line of another with the same cursor, readable or not', () => {
    const twin = line({ origin: 'opaque', epoch: undefined, floor: undefined, head: undefined });
    expect(decideJoin([twin], { cursor: 'opaque', point: undefined }, limits)).toEqual({
      how: 'FRAMES_BEHIND',
      line: twin,
      since: -Infinity,
    });
    const evicted = { ...twin, isWhole: false };
    expect(decideJoin([evicted], { cursor: 'opaque', point: undefined }, limits)).toEqual({
      how: 'OPEN_LINE',
    });
  });
});

describe('A line', () => {
  it('dissolves when the main line has everything behind what it has sent', () => {
    expect(canDissolve(line({ head: 50 }), line(), limits)).toBe(true);
    expect(canDissolve(line({ head: 49 }), line(), limits)).toBe(false);
  });

  it('does not dissolve before it has sent anything, nor into another epoch', () => {
    expect(canDissolve(line({ head: undefined }), line(), limits)).toBe(false);
    expect(canDissolve(line({ epoch: 'other' }), line(), limits)).toBe(false);
    const unknown = line({ epoch: undefined });
    expect(canDissolve(unknown, unknown, limits)).toBe(false);
  });

  it('does not make its clients wait for a main line that is far in the past', () => {
    expect(canDissolve(line({ head: 500 }), line({ isLive: false }), limits)).toBe(false);
    expect(canDissolve(line({ head: 500 }), line(), limits)).toBe(true);
  });
});
