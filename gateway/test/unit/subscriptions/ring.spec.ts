import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/subscriptions/frame.js';
import { FrameRing } from '../../../src/subscriptions/ring.js';

const frame = (position: number, json = '{}') => new Frame(json, `c${position}`, position);
const positions = (frames: readonly Frame[]) => frames.map(({ position }) => position);

describe('A ring of frames', () => {
  it('reaches nowhere before it has begun', () => {
    const ring = new FrameRing({ ringFrames: 3, ringCharacters: 100 });
    expect(ring.reaches(1_000)).toBe(false);
  });

  it('gives the frames behind a position', () => {
    const ring = new FrameRing({ ringFrames: 5, ringCharacters: 100 });
    ring.begin(10);
    for (const position of [12, 15, 20]) ring.push(frame(position));
    expect(positions(ring.behind(10))).toEqual([12, 15, 20]);
    expect(positions(ring.behind(13))).toEqual([15, 20]);
    expect(positions(ring.behind(15))).toEqual([20]);
    expect(positions(ring.behind(99))).toEqual([]);
    expect(ring.countBehind(12)).toBe(2);
  });

  it('no longer reaches behind what it has evicted', () => {
    const ring = new FrameRing({ ringFrames: 2, ringCharacters: 100 });
    ring.begin(0);
    for (const position of [1, 2, 3]) ring.push(frame(position));
    expect(ring.reaches(0)).toBe(false);
    expect(ring.reaches(1)).toBe(true);
    expect(positions(ring.behind(1))).toEqual([2, 3]);
    expect(ring.isWhole).toBe(false);
  });

  it('keeps to its characters as well as to its number of frames', () => {
    const ring = new FrameRing({ ringFrames: 100, ringCharacters: 25 });
    ring.begin(0);
    for (const position of [1, 2, 3]) ring.push(frame(position, '0123456789'));
    expect(positions(ring.behind(ring.floor ?? NaN))).toEqual([2, 3]);
  });

  it('stays right over many times its size', () => {
    const ring = new FrameRing({ ringFrames: 7, ringCharacters: 1_000 });
    ring.begin(0);
    for (let position = 1; position <= 1_000; position += 1) ring.push(frame(position));
    expect(ring.floor).toBe(993);
    expect(positions(ring.behind(993))).toEqual([994, 995, 996, 997, 998, 999, 1000]);
    expect(ring.positionOf('c997')).toBe(997);
    expect(ring.positionOf('c993')).toBeUndefined();
  });
});
