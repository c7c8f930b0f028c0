import type { SlotKind, SlotSize } from '@voltpark/contracts';
import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import type { InvalidInput } from './refusals.js';

/** A run of slots that are numbered on. */
export interface SlotRange {
  /** Text around one run of `#`, where the counter stands, padded with zeros. */
  readonly pattern: string;
  readonly from: number;
  readonly to: number;
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly distanceMetres: number;
  /** How much farther each next one is; 0 by default. */
  readonly distanceStepMetres?: number | undefined;
}

/** A slot to be made. */
export interface PlannedSlot {
  readonly number: string;
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly distanceMetres: number;
}

export interface PlannedLevel {
  readonly name: string;
  readonly ordinal: number;
  readonly slots: readonly PlannedSlot[];
}

/** What the facility has already, as far as the plan could collide with it. */
export interface LayoutState {
  readonly levelNames: ReadonlySet<string>;
  readonly slotNumbers: ReadonlySet<string>;
  readonly slotCount: number;
}

const patternForm = /^([\p{L}\p{N}\-. ]*)(#+)([\p{L}\p{N}\-. ]*)$/u;
const ordinalRange = 200;

/** All numbers that the ranges would give, for a look at which of them are taken. */
export function numbersOf(ranges: readonly SlotRange[]): string[] {
  return ranges.flatMap((range) => {
    const planned = expand(range, '');
    return Array.isArray(planned) ? planned.map(({ number }) => number) : [];
  });
}

/** New levels with their slots, or the first thing that is wrong with them, by its path in the input. */
export function decideLevels(
  state: LayoutState,
  levels: readonly {
    readonly name: string;
    readonly ordinal: number;
    readonly ranges: readonly SlotRange[];
  }[],
): Decision<PlannedLevel, InvalidInput> {
  if (levels.length === 0 || levels.length > limits.levelsPerLayout) {
    return refused(invalidInput('levels', `Between 1 and ${limits.levelsPerLayout} levels.`));
  }
  if (state.levelNames.size + levels.length > limits.levelsPerFacility) {
    return refused(
      invalidInput('levels', `At most ${limits.levelsPerFacility} levels a facility.`),
    );
  }
  const names = new Set(state.levelNames);
  const numbers = new Set(state.slotNumbers);
  const planned: PlannedLevel[] = [];
  let slotCount = 0;
  for (const [index, level] of levels.entries()) {
    const name = level.name.trim();
    const fault = levelFault(names, name, level.ordinal, `levels.${index}`);
    if (fault !== null) return refused(fault);
    names.add(name);
    const room = roomFor(state, slotCount);
    const slots = planSlots(level.ranges, numbers, room, `levels.${index}.ranges`);
    if ('message' in slots) return refused(slots);
    slotCount += slots.length;
    planned.push({ name, ordinal: level.ordinal, slots });
  }
  return accepted(...planned);
}

/** Further slots of a level, or the first thing that is wrong with them. */
export function decideSlots(
  state: LayoutState,
  ranges: readonly SlotRange[],
): Decision<PlannedSlot, InvalidInput> {
  const slots = planSlots(ranges, new Set(state.slotNumbers), roomFor(state, 0), 'ranges');
  return 'message' in slots ? refused(slots) : accepted(...slots);
}

function roomFor(state: LayoutState, planned: number): number {
  return Math.min(
    limits.slotsPerLayout - planned,
    limits.slotsPerFacility - state.slotCount - planned,
  );
}

function levelFault(
  names: ReadonlySet<string>,
  name: string,
  ordinal: number,
  path: string,
): InvalidInput | null {
  if (name.length === 0 || name.length > limits.levelNameLength) {
    return invalidInput(`${path}.name`, `A name has 1 to ${limits.levelNameLength} characters.`);
  }
  if (names.has(name)) {
    return invalidInput(`${path}.name`, `The facility has a level "${name}" already.`);
  }
  if (Math.abs(ordinal) > ordinalRange) {
    return invalidInput(`${path}.ordinal`, `Levels lie within ${ordinalRange} of the ground.`);
  }
  return null;
}

/** @param numbers taken ones; those planned here are added to it */
function planSlots(
  ranges: readonly SlotRange[],
  numbers: Set<string>,
  room: number,
  path: string,
): readonly PlannedSlot[] | InvalidInput {
  if (ranges.length === 0 || ranges.length > limits.rangesPerLevel) {
    return invalidInput(path, `Between 1 and ${limits.rangesPerLevel} ranges.`);
  }
  const planned: PlannedSlot[] = [];
  for (const [index, range] of ranges.entries()) {
    const at = `${path}.${index}`;
    const slots = expand(range, at);
    if ('message' in slots) return slots;
    const twice = slots.find(({ number }) => numbers.has(number));
    if (twice !== undefined) {
      return invalidInput(`${at}.pattern`, `The number "${twice.number}" is taken already.`);
    }
    for (const slot of slots) numbers.add(slot.number);
    planned.push(...slots);
    if (planned.length > room) {
      const most = `${limits.slotsPerLayout} at once and ${limits.slotsPerFacility} a facility`;
      return invalidInput(at, `These are too many slots: at most ${most}.`);
    }
  }
  return planned;
}

/** The slots of a range, from its first to its last. */
function expand(range: SlotRange, path: string): readonly PlannedSlot[] | InvalidInput {
  const match = patternForm.exec(range.pattern.trim());
  if (match === null) {
    return invalidInput(
      `${path}.pattern`,
      'A pattern is letters, digits, dashes, dots and spaces around one run of #.',
    );
  }
  const [, before = '', counter = '', after = ''] = match;
  const fault = rangeFault(range, counter.length, before.length + after.length, path);
  if (fault !== null) return fault;
  return Array.from({ length: range.to - range.from + 1 }, (_, step) => ({
    number: `${before}${String(range.from + step).padStart(counter.length, '0')}${after}`,
    size: range.size,
    kind: range.kind,
    distanceMetres: range.distanceMetres + step * (range.distanceStepMetres ?? 0),
  }));
}

function rangeFault(
  range: SlotRange,
  digits: number,
  otherCharacters: number,
  path: string,
): InvalidInput | null {
  if (digits + otherCharacters > limits.slotNumberLength) {
    return invalidInput(
      `${path}.pattern`,
      `A number has at most ${limits.slotNumberLength} signs.`,
    );
  }
  if (range.from < 0) return invalidInput(`${path}.from`, 'The counter starts at 0 or above.');
  if (range.to < range.from) return invalidInput(`${path}.to`, 'The last is before the first.');
  if (String(range.to).length > digits) {
    return invalidInput(`${path}.to`, `${range.to} does not fit into ${'#'.repeat(digits)}.`);
  }
  const length = range.to - range.from + 1;
  if (length > limits.slotsPerLayout) {
    return invalidInput(`${path}.to`, `At most ${limits.slotsPerLayout} slots at once.`);
  }
  const farthest = range.distanceMetres + (length - 1) * (range.distanceStepMetres ?? 0);
  if (
    [range.distanceMetres, farthest].some((metres) => metres < 0 || metres > limits.distanceMetres)
  ) {
    return invalidInput(
      `${path}.distanceMetres`,
      `Distances lie between 0 and ${limits.distanceMetres} metres.`,
    );
  }
  return null;
}
