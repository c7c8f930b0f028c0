import type { Dimension } from './charging-rules.js';
import { fraction, nearest, textOf, times, type Fraction } from './decimal-fraction.js';
import type { RatingKind } from './rating.js';

const names: Record<Dimension, string> = {
  ENERGY: 'Energy',
  FLAT: 'Start fee',
  PARKING_TIME: 'Plugged in without charging',
  TIME: 'Charging time',
};
const thousandths = 3;

/** `2 h 45 min`, `7 min 30 s`. */
export function duration(hours: Fraction): string {
  const seconds = nearest(times(hours, fraction(3_600n)), 0).n;
  const parts = [
    [seconds / 3_600n, 'h'],
    [(seconds / 60n) % 60n, 'min'],
    [seconds % 60n, 's'],
  ].flatMap(([count, unit]) => (count === 0n ? [] : [`${count} ${unit}`]));
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

const kilowattHours = (energy: Fraction): string => `${textOf(nearest(energy, thousandths))} kWh`;

/** What a line of a dimension says to the one who pays. */
export function describe(
  { dimension, kind }: { dimension: Dimension; kind: RatingKind },
  taken: Fraction,
  billed: Fraction,
  wasRounded: boolean,
): string {
  const reserves = kind === 'RESERVATION';
  if (dimension === 'FLAT') return reserves ? 'Reservation fee' : names.FLAT;
  const measure = dimension === 'ENERGY' ? kilowattHours : duration;
  const name = reserves ? 'Reservation' : names[dimension];
  return wasRounded
    ? `${name}, ${measure(taken)}, billed in whole steps as ${measure(billed)}`
    : `${name}, ${measure(taken)}`;
}
