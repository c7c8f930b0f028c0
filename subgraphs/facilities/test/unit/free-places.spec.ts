import { describe, expect, it } from 'vitest';
import { sizesThatFit, undistinguishedFreePlaces } from '../../src/domain/free-places.js';

describe('free places', () => {
  it('of a counter that does not tell them apart may be of any kind that was built', () => {
    const capacity = [
      { size: 'STANDARD', kind: 'ICE', places: 50 },
      { size: 'STANDARD', kind: 'EV', places: 4 },
    ] as const;
    expect(undistinguishedFreePlaces(10, capacity)).toEqual([
      { size: 'STANDARD', kind: 'ICE', free: 10 },
      { size: 'STANDARD', kind: 'EV', free: 4 },
    ]);
    expect(undistinguishedFreePlaces(0, capacity).map(({ free }) => free)).toEqual([0, 0]);
  });

  it('fit vehicles of their size and smaller', () => {
    expect(sizesThatFit('COMPACT')).toEqual(['COMPACT', 'STANDARD', 'LARGE']);
    expect(sizesThatFit('LARGE')).toEqual(['LARGE']);
  });
});
