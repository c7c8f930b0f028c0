import type { Tariff } from '@voltpark/contracts';
import { priceAt, type Moment } from './charging-conditions.js';
import {
  rulesOf,
  type Candidate,
  type Component,
  type Dimension,
  type Rules,
} from './charging-rules.js';
import { describeMoment, momentsOf, untold } from './lint-tariff-moments.js';
import type { Finding } from './rating.js';

const sessionDimensions = ['ENERGY', 'TIME', 'PARKING_TIME', 'FLAT'] as const;
const reservationDimensions = ['TIME', 'FLAT'] as const;

/** The prices of one dimension, and every kind of moment that they tell apart. */
interface Field {
  readonly dimension: Dimension;
  readonly candidates: readonly Candidate[];
  readonly isReservation: boolean;
  /** Null: too many. */
  readonly moments: readonly Moment[] | null;
}

/** Prices that are never reached, and moments that have none although others have. */
export function lintCoverage(tariff: Tariff): Finding[] {
  const rules = rulesOf(tariff);
  const fields = fieldsOf(rules);
  const reached = new Set<Component>();
  for (const { candidates, moments } of fields)
    if (moments === null) for (const { component } of candidates) reached.add(component);
    else
      for (const moment of moments) {
        const price = priceAt(candidates, moment);
        if (price !== null) reached.add(price);
      }
  return [
    ...doubled(tariff),
    ...fields.flatMap((field) => [
      ...shadowed(field, reached),
      ...(field.isReservation ? [] : [...gaps(rules, field), ...lateFees(field)]),
    ]),
  ].filter(
    // An element for reservations is a candidate of two fields.
    (finding, place, all) =>
      all.findIndex(({ code, path }) => code === finding.code && path === finding.path) === place ||
      finding.path === 'elements',
  );
}

function fieldsOf(rules: Rules): Field[] {
  const session = sessionDimensions.map((dimension): Field => {
    const candidates = rules.session[dimension];
    const moments = momentsOf(rules, candidates, dimension === 'PARKING_TIME');
    return { dimension, candidates, isReservation: false, moments };
  });
  const reservations = [rules.reservation, rules.expiredReservation].flatMap((all) =>
    reservationDimensions.map((dimension): Field => {
      const candidates = all[dimension];
      return {
        dimension,
        candidates,
        isReservation: true,
        moments: momentsOf(rules, candidates, true),
      };
    }),
  );
  return [...session, ...reservations].filter(({ candidates }) => candidates.length > 0);
}

/** Two components of one dimension in one element: the first is looked at. */
function doubled(tariff: Tariff): Finding[] {
  return tariff.elements.flatMap(({ price_components: components }, element) =>
    components.flatMap(({ type }, place): Finding[] => {
      const first = components.findIndex((one) => one.type === type);
      if (first === place) return [];
      return [
        {
          severity: 'ERROR',
          code: 'SHADOWED',
          path: `elements.${element}.price_components.${place}`,
          message: `The element has a ${type} before it, so this one never counts.`,
        },
      ];
    }),
  );
}

function shadowed({ dimension, candidates, moments }: Field, reached: Set<Component>): Finding[] {
  return candidates.flatMap((candidate): Finding[] => {
    const { component, conditions } = candidate;
    if (reached.has(component)) return [];
    const path = component.rule;
    const couldHold = moments?.some((moment) => priceAt([candidate], moment) !== null) === true;
    if (couldHold)
      return [
        {
          severity: 'WARNING',
          code: 'SHADOWED',
          path,
          message: `Whenever this ${dimension} could count, an element before it does: it never counts.`,
        },
      ];
    const needsPower = (conditions?.minPower ?? conditions?.minCurrent ?? null) !== null;
    if (dimension !== 'PARKING_TIME' || !needsPower) return [];
    return [
      {
        severity: 'ERROR',
        code: 'NEVER_COUNTS',
        path,
        message: 'No power is drawn while a vehicle does not charge: this never counts.',
      },
    ];
  });
}

function gaps(rules: Rules, { dimension, candidates, moments }: Field): Finding[] {
  const path = 'elements';
  if (moments === null)
    return [
      {
        severity: 'NOTE',
        code: 'NOT_CHECKED',
        path,
        message: `${dimension} has more combinations of restrictions than are gone through here.`,
      },
    ];
  const isFree = (moment: Moment): boolean => priceAt(candidates, moment) === null;
  const gap = moments.find(isFree);
  if (gap !== undefined) {
    const isUsual = dimension === 'PARKING_TIME' || dimension === 'FLAT';
    return [
      {
        severity: isUsual ? 'NOTE' : 'WARNING',
        code: 'GAP',
        path,
        message: `${dimension} has a price at some moments only and is free at others, for example ${describeMoment(rules, candidates, gap)}.`,
      },
    ];
  }
  if (dimension === 'PARKING_TIME') return [];
  return untold(rules, candidates).flatMap(({ what, moments }): Finding[] =>
    moments.some(isFree)
      ? [
          {
            severity: 'NOTE',
            code: 'GAP_WHEN_UNTOLD',
            path,
            message: `${dimension} is free where a station does not tell its ${what}: put an element without that restriction last.`,
          },
        ]
      : [],
  );
}

/** Flat fees that could only be taken when another has been taken for certain. */
function lateFees({ dimension, candidates, moments }: Field): Finding[] {
  if (dimension !== 'FLAT' || moments === null) return [];
  const least = Math.min(...moments.map(({ energiesReached }) => energiesReached));
  const atStart = moments.filter(
    ({ elapsed, energiesReached }) => elapsed === 0 && energiesReached === least,
  );
  const taken = atStart.map((moment) => priceAt(candidates, moment));
  if (taken.includes(null)) return [];
  return moments
    .map((moment) => priceAt(candidates, moment))
    .filter((component, place, all) => component !== null && all.indexOf(component) === place)
    .flatMap((component): Finding[] =>
      component === null || taken.includes(component)
        ? []
        : [
            {
              severity: 'WARNING',
              code: 'FEE_TOO_LATE',
              path: component.rule,
              message:
                'A session has one flat fee, the first that counts, and another counts from the start: this one is never taken.',
            },
          ],
    );
}
