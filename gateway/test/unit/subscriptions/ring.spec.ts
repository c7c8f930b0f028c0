import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/subscriptions/frame.js';
import { FrameRing, RingBudget } from '../../../src/subscriptions/ring.js';

const plenty = new RingBudget({ ringsCharacters: Infinity });
const ringOf = (ringFrames: number, ringCharacters: number, budget = plenty) =>
  new FrameRing({ ringFrames, ringCharacters, ringFramesAtLeast: 2 }, budget);
const frame = (position: number, json = '{}') => new Frame(json, `c${position}`, position);
const positions = (frames: readonly Frame[]) => frames.map(({ position }) => position);

describe('A ring of frames', () => {
  it('reaches nowhere before it has begun', () => {
    const ring = ringOf(3, 100);
    expect(ring.reaches(1_000)).toBe(false);
  });

  it('gives the frames behind a position', () => {
    const ring = ringOf(5, 100);
    ring.begin(10);
    for (const position of [12, 15, 20]) ring.push(frame(position));
    expect(positions(ring.behind(10))).toEqual([12, 15, 20]);
    expect(positions(ring.behind(13))).toEqual([15, 20]);
    expect(positions(ring.behind(15))).toEqual([20]);
    expect(positions(ring.behind(99))).toEqual([]);
    expect(ring.countBehind(12)).toBe(2);
  });

  it('no longer reaches behind what it has evicted', () => {
    const ring = ringOf(2, 100);
    ring.begin(0);
    for (const position of [1, 2, 3]) ring.push(frame(position));
    expect(ring.reaches(0)).toBe(false);
    expect(ring.reaches(1)).toBe(true);
    expect(positions(ring.behind(1))).toEqual([2, 3]);
    expect(ring.isWhole).toBe(false);
  });

  it('keeps to its characters as well as to its number of frames', () => {
    const ring = ringOf(100, 25);
    ring.begin(0);
    for (const position of [1, 2, 3]) ring.push(frame(position, '0123456789'));
    expect(positions(ring.behind(ring.floor ?? NaN))).toEqual([2, 3]);
  });

  it('keeps little when all rings together keep too much, until others give something back', () => {
    const budget = new RingBudget({ ringsCharacters: 60 });
    const [one, other] = [ringOf(100, 1_000, budget), ringOf(100, 1_000, budget)];
    for (const ring of [one, other]) ring.begin(0);
    for (const position of [1, 2, 3, 4, 5]) one.push(frame(position, '0123456789'));
    for (const position of [1, 2, 3, 4, 5]) other.push(frame(position, '0123456789'));
    expect(positions(one.behind(0))).toEqual([1, 2, 3, 4, 5]);
    expect(positions(other.behind(0))).toEqual([4, 5]);
    one.clear();
    expect(one.reaches(5)).toBe(false);
    for (const position of [6, 7, 8]) other.push(frame(position, '0123456789'));
    expect(positions(other.behind(0))).toEqual([4, 5, 6, 7, 8]);
  });

  it('stays right over many times its size', () => {
    const ring = ringOf(7, 1_000);
    ring.begin(0);
    for (let position = 1; position <= 1_000; position += 1) ring.push(frame(position));
    expect(ring.floor).toBe(993);
    expect(positions(ring.behind(993))).toEqual([994, 995, 996, 997, 998, 999, 1000]);
    expect(ring.positionOf('c997')).toBe(997);
    expect(ring.positionOf('c993')).toBeUndefined();
  });
});
