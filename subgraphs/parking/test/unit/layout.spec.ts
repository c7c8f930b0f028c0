import { describe, expect, it } from 'vitest';
import { decideLevels, decideSlots, type SlotRange } from '../../src/domain/layout.js';

const nothing = { levelNames: new Set<string>(), slotNumbers: new Set<string>(), slotCount: 0 };
const range = (otherwise: Partial<SlotRange> = {}): SlotRange => ({
  pattern: 'A-###',
  from: 1,
  to: 3,
  size: 'STANDARD',
  kind: 'ICE',
  distanceMetres: 5,
  distanceStepMetres: 2,
  ...otherwise,
});
const level = (name: string, ...ranges: SlotRange[]) => ({ name, ordinal: 0, ranges });
const fieldOf = (decision: object) =>
  'refusal' in decision ? (decision.refusal as { field: string }).field : 'accepted';

describe('laying out slots', () => {
  it('numbers them on and places them farther and farther away', () => {
    expect(decideSlots(nothing, [range()])).toEqual({
      outcome: 'accepted',
      events: [
        { number: 'A-001', size: 'STANDARD', kind: 'ICE', distanceMetres: 5 },
        { number: 'A-002', size: 'STANDARD', kind: 'ICE', distanceMetres: 7 },
        { number: 'A-003', size: 'STANDARD', kind: 'ICE', distanceMetres: 9 },
      ],
    });
    expect(decideSlots(nothing, [range({ pattern: '#', to: 1 })])).toMatchObject({
      events: [{ number: '1' }],
    });
  });

  it('names the range in which a number is given twice', () => {
    const twice = [
      level('P1', range()),
      level('P2', range({ from: 4, to: 6 }), range({ from: 3 })),
    ];
    expect(fieldOf(decideLevels(nothing, twice))).toBe('levels.1.ranges.1.pattern');
    const taken = { ...nothing, slotNumbers: new Set(['A-002']) };
    expect(fieldOf(decideSlots(taken, [range()]))).toBe('ranges.0.pattern');
  });

  it('names the level whose name is taken, or none', () => {
    expect(fieldOf(decideLevels(nothing, [level('P1', range()), level(' P1 ', range())]))).toBe(
      'levels.1.name',
    );
    const known = { ...nothing, levelNames: new Set(['P1']) };
    expect(fieldOf(decideLevels(known, [level('P1', range())]))).toBe('levels.0.name');
    expect(fieldOf(decideLevels(nothing, [level('  ', range())]))).toBe('levels.0.name');
    expect(fieldOf(decideLevels(nothing, [{ ...level('P1', range()), ordinal: 201 }]))).toBe(
      'levels.0.ordinal',
    );
  });

  it.each([
    ['a pattern without a counter', range({ pattern: 'A-1' }), 'ranges.0.pattern'],
    ['a pattern with two counters', range({ pattern: '#-#' }), 'ranges.0.pattern'],
    ['a pattern with odd signs', range({ pattern: 'A_#<' }), 'ranges.0.pattern'],
    ['a number that is too long', range({ pattern: `${'A'.repeat(20)}#` }), 'ranges.0.pattern'],
    ['a counter below nothing', range({ from: -1 }), 'ranges.0.from'],
    ['a range that goes backwards', range({ from: 4 }), 'ranges.0.to'],
    ['a counter that does not fit', range({ pattern: '##', to: 100 }), 'ranges.0.to'],
    ['more slots than one may make', range({ pattern: '#####', to: 5_001 }), 'ranges.0.to'],
    ['slots behind the entrance', range({ distanceStepMetres: -3 }), 'ranges.0.distanceMetres'],
    ['slots in the next town', range({ distanceMetres: 10_001 }), 'ranges.0.distanceMetres'],
  ])('refuses %s', (_what, wrong, field) => {
    expect(fieldOf(decideSlots(nothing, [wrong]))).toBe(field);
  });

  it('refuses nothing, and too much', () => {
    expect(fieldOf(decideLevels(nothing, []))).toBe('levels');
    expect(fieldOf(decideSlots(nothing, []))).toBe('ranges');
    const many = Array.from({ length: 51 }, (_, index) => level(`P${index}`, range()));
    expect(fieldOf(decideLevels(nothing, many))).toBe('levels');
    const half = (from: number) => range({ pattern: '#####', from, to: from + 2_999 });
    expect(fieldOf(decideSlots(nothing, [half(1), half(5_000)]))).toBe('ranges.1');
    expect(fieldOf(decideSlots({ ...nothing, slotCount: 19_998 }, [range()]))).toBe('ranges.0');
  });
});
