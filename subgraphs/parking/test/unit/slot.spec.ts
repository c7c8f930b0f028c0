import { describe, expect, it } from 'vitest';
import { classIndexOf, misfitOf, preferredClasses, slotClasses } from '../../src/domain/slot.js';

const named = (size: string, kind: string) => `${size} ${kind}`;
const order = (vehicle: Parameters<typeof preferredClasses>[0], policy: 'STRICT' | 'LENIENT') =>
  preferredClasses(vehicle, policy).map(({ size, kind }) => named(size, kind));

describe('which slots a vehicle may take', () => {
  it('keeps the order of the classes, on which stored counters rely', () => {
    expect(slotClasses.map(({ size, kind }) => named(size, kind))).toEqual([
      'COMPACT ICE',
      'COMPACT EV',
      'STANDARD ICE',
      'STANDARD EV',
      'LARGE ICE',
      'LARGE EV',
    ]);
    expect(classIndexOf({ size: 'LARGE', kind: 'ICE' })).toBe(4);
  });

  it('prefers the smallest that suffices, so that large slots stay free for large vehicles', () => {
    expect(order({ size: 'COMPACT', isElectric: false }, 'STRICT')).toEqual([
      'COMPACT ICE',
      'STANDARD ICE',
      'LARGE ICE',
    ]);
    expect(order({ size: 'LARGE', isElectric: false }, 'STRICT')).toEqual(['LARGE ICE']);
  });

  it('keeps kinds apart where the facility is strict', () => {
    expect(order({ size: 'STANDARD', isElectric: true }, 'STRICT')).toEqual([
      'STANDARD EV',
      'LARGE EV',
    ]);
    const ice = { size: 'STANDARD', isElectric: false } as const;
    const ev = { size: 'STANDARD', isElectric: true } as const;
    expect(misfitOf(ice, { size: 'STANDARD', kind: 'EV' }, 'STRICT')).toBe('FOR_ELECTRIC_ONLY');
    expect(misfitOf(ev, { size: 'STANDARD', kind: 'ICE' }, 'STRICT')).toBe('NOT_FOR_ELECTRIC');
    expect(misfitOf(ev, { size: 'COMPACT', kind: 'EV' }, 'STRICT')).toBe('TOO_SMALL');
  });

  it('prefers its own kind where the facility is lenient, and takes the other when it must', () => {
    expect(order({ size: 'STANDARD', isElectric: true }, 'LENIENT')).toEqual([
      'STANDARD EV',
      'LARGE EV',
      'STANDARD ICE',
      'LARGE ICE',
    ]);
    const ice = { size: 'STANDARD', isElectric: false } as const;
    expect(misfitOf(ice, { size: 'STANDARD', kind: 'EV' }, 'LENIENT')).toBeNull();
  });
});
