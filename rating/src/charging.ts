import type { Tariff, Trace } from '@voltpark/contracts';
import { priceAt } from './charging-conditions.js';
import { Walk, type Piece, type Point } from './charging-course.js';
import { idleDrafts } from './charging-idle.js';
import { limitDrafts } from './charging-limits.js';
import { amounts, printRating, type Draft } from './charging-lines.js';
import { rulesOf, type Candidates, type Component, type Rules } from './charging-rules.js';
import { EnergyRuns, TimeRuns, wasRounded, type Run } from './charging-runs.js';
import { describe } from './charging-words.js';
import { fraction, plus } from './decimal-fraction.js';
import type { Rating } from './rating.js';
import { readTrace, type Course, type Period } from './trace.js';

const once = fraction(1n);

/** What a session, or the reservation before it, took under which price. */
class Meter {
  readonly #candidates: Candidates;
  readonly #time = new TimeRuns();
  readonly #energy: EnergyRuns;
  #timePrice: Component | null = null;
  #energyPrice: Component | null = null;
  #flat: { component: Component; at: Point } | null = null;

  constructor(candidates: Candidates, places: number) {
    this.#candidates = candidates;
    this.#energy = new EnergyRuns(places);
  }

  take(piece: Piece): void {
    if (piece.isNew) this.#choose(piece);
    this.#time.advance(this.#timePrice, piece);
    this.#energy.advance(this.#energyPrice, piece);
  }

  #choose({ activity, moment, start }: Piece): void {
    const { ENERGY, FLAT, PARKING_TIME, TIME } = this.#candidates;
    this.#timePrice = priceAt(activity === 'IDLE' ? PARKING_TIME : TIME, moment);
    this.#energyPrice = priceAt(ENERGY, moment);
    if (this.#flat !== null) return;
    const component = priceAt(FLAT, moment);
    if (component !== null) this.#flat = { component, at: start };
  }

  drafts(taxIncluded: boolean): Draft[] {
    this.#time.roundUp();
    this.#energy.roundUp();
    return [
      ...(this.#flat === null ? [] : [flatDraft(this.#flat, taxIncluded)]),
      ...this.#energy.all.map((run) => runDraft(run, this.#energy, 'kWh', taxIncluded)),
      ...this.#time.all.map((run) => runDraft(run, this.#time, 'h', taxIncluded)),
    ];
  }
}

function flatDraft(flat: { component: Component; at: Point }, taxIncluded: boolean): Draft {
  const { component, at } = flat;
  return {
    kind: component.kind,
    rule: component.rule,
    description: describe(component, once, once, false),
    start: at.ms,
    end: at.ms,
    quantity: once,
    unit: 'session',
    unitPrice: component.price,
    vat: component.vat,
    taxIncluded,
    ...amounts(once, component, taxIncluded),
  };
}

function runDraft(
  run: Run,
  runs: TimeRuns | EnergyRuns,
  unit: 'h' | 'kWh',
  taxIncluded: boolean,
): Draft {
  const { component, start, end } = run;
  const taken = runs.quantity(run);
  const quantity = plus(taken, run.excess);
  return {
    kind: component.kind,
    rule: component.rule,
    description: describe(component, taken, quantity, wasRounded(run)),
    start: start.ms,
    end: end.ms,
    quantity,
    unit,
    unitPrice: component.price,
    vat: component.vat,
    taxIncluded,
    ...amounts(quantity, component, taxIncluded),
  };
}

function meter(
  rules: Rules,
  course: Course,
  periods: readonly Period[],
  candidates: Candidates,
): Draft[] {
  const [first] = periods;
  if (first === undefined) return [];
  const taken = new Meter(candidates, course.places);
  new Walk(rules, course, first.start, (piece) => taken.take(piece)).run(periods);
  return taken.drafts(rules.taxIncluded);
}

/**
 * What a session costs by a tariff: OCPI 2.2.1 and the idle fee, as docs/rating.md explains. Pure and exact: the
 * same for the same periods in any order and however they are cut.
 *
 * @param tariff must not be changed afterwards: what was read of it is remembered with the object.
 * @throws TraceError when the trace makes no sense, naming the place in it.
 */
export function rateCharging(tariff: Tariff, trace: Trace): Rating {
  const rules = rulesOf(tariff);
  const course = readTrace(trace, rules.energyPlaces);
  const { reserved, session } = course;
  const reservation = trace.reservation_expired ? rules.expiredReservation : rules.reservation;
  const drafts = [
    ...meter(rules, course, reserved, reservation),
    ...meter(rules, course, session, rules.session),
    ...(rules.idleFee === null ? [] : idleDrafts(course, rules.idleFee, rules.taxIncluded)),
  ];
  drafts.sort((a, b) => a.start - b.start);
  const start = reserved[0]?.start ?? session[0]?.start;
  const end = session.at(-1)?.end ?? reserved.at(-1)?.end;
  if (start === undefined || end === undefined) return printRating(tariff.currency, []);
  const span = { start, end, hasSession: session.length > 0 };
  return printRating(tariff.currency, [...drafts, ...limitDrafts(tariff, rules, drafts, span)]);
}
