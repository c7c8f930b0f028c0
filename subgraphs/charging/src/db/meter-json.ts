import type { CurvePoint } from '../domain/curve.js';
import type { Mark, MeterState } from '../domain/meter-state.js';
import type { SessionMeter } from '../domain/session-meter.js';

type Numbers = readonly (number | null)[];
type Level = NonNullable<MeterState['level']>;

/**
 * The meter of a session as its row has it: an array, as it is written with every batch of readings, and names would
 * be most of it. The first element counts the forms it has had.
 */
type MeterJson = readonly [
  form: 1,
  last: readonly [number, number, number] | null,
  count: number,
  energyMwh: number,
  level: Numbers | null,
  before: Numbers | null,
  doubt: Numbers | null,
  mark: Numbers | null,
  fixedMarks: number,
  powerW: number | null,
  powerAt: number | null,
  powerlessSince: number | null,
  currentA: number | null,
  socPercent: number | null,
  firstSoc: readonly [number, number] | null,
  curve: readonly number[],
  flowedUntil: number,
  activeSince: number | null,
  epoch: number,
  isThresholdTold: 0 | 1,
];

/** What of the meter's columns is not in the JSON. */
export type MeterColumns = Pick<SessionMeter, 'version' | 'toldVersion' | 'toldAt' | 'idleSince'>;

/** The text of the column `meter`. */
export function meterText({ state, epoch, isThresholdTold }: SessionMeter): string {
  const { last, firstSoc } = state;
  const json: MeterJson = [
    1,
    last && [last.at, last.seqNo, last.context],
    state.count,
    state.energyMwh,
    levelJson(state.level),
    levelJson(state.before),
    levelJson(state.doubt),
    state.mark && [state.mark.at, state.mark.energyMwh, state.mark.powerW, state.mark.currentA],
    state.fixedMarks,
    state.powerW,
    state.powerAt,
    state.powerlessSince,
    state.currentA,
    state.socPercent,
    firstSoc && [firstSoc.percent, firstSoc.energyMwh],
    state.curve.flatMap(({ socPercent, powerW }) => [socPercent, powerW]),
    state.flowedUntil,
    state.activeSince,
    epoch,
    isThresholdTold ? 1 : 0,
  ];
  return JSON.stringify(json);
}

/** @param json the column `meter`, which nobody else writes */
export function meterFrom(json: unknown, columns: MeterColumns): SessionMeter {
  const [form, last, count, energyMwh, level, before, doubt, mark, ...rest] = json as MeterJson;
  if (form !== 1) throw new Error(`A meter of an unknown form: ${String(form)}`);
  const [fixedMarks, powerW, powerAt, powerlessSince, currentA, socPercent, ...more] = rest;
  const [firstSoc, curve, flowedUntil, activeSince, epoch, isThresholdTold] = more;
  const state: MeterState = {
    last: last && { at: last[0], seqNo: last[1], context: last[2] },
    count,
    energyMwh,
    level: levelFrom(level),
    before: levelFrom(before),
    doubt: levelFrom(doubt),
    mark: mark && markFrom(mark),
    fixedMarks,
    powerW,
    powerAt,
    powerlessSince,
    currentA,
    socPercent,
    firstSoc: firstSoc && { percent: firstSoc[0], energyMwh: firstSoc[1] },
    curve: curveFrom(curve),
    flowedUntil,
    activeSince,
  };
  return { ...columns, state, epoch, isThresholdTold: isThresholdTold === 1 };
}

const levelJson = (level: Level | null): Numbers | null =>
  level && [level.registerMwh, level.at, level.energyMwh, level.powerW, level.currentA];

const levelFrom = (json: Numbers | null): Level | null =>
  json && {
    registerMwh: json[0] ?? 0,
    at: json[1] ?? 0,
    energyMwh: json[2] ?? 0,
    powerW: json[3] ?? null,
    currentA: json[4] ?? null,
  };

const markFrom = (json: Numbers): Mark => ({
  at: json[0] ?? 0,
  energyMwh: json[1] ?? 0,
  powerW: json[2] ?? null,
  currentA: json[3] ?? null,
});

function curveFrom(json: readonly number[]): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (let index = 0; index + 1 < json.length; index += 2) {
    points.push({ socPercent: json[index] ?? 0, powerW: json[index + 1] ?? 0 });
  }
  return points;
}
