import type { Chance } from './chance.js';

/** A kind of car that one meets on the road, and how often. */
interface Model {
  readonly weight: number;
  readonly make: string;
  readonly model: string;
  readonly size: 'COMPACT' | 'STANDARD' | 'LARGE';
  /** Absent: it burns something. */
  readonly battery?: {
    readonly capacityWh: number;
    /** From a fast charger, and from one of alternating current. */
    readonly maximumPowerW: number;
    readonly onboardPowerW: number;
    readonly connectorTypes: readonly string[];
  };
}

/** Made-up models; batteries and powers are such as cars of their class have. */
const models: readonly Model[] = [
  { weight: 30, make: 'Wartburg', model: 'Tourist', size: 'STANDARD' },
  { weight: 15, make: 'Melkus', model: 'Kombi', size: 'STANDARD' },
  { weight: 4, make: 'Simson', model: 'Schwalbe', size: 'COMPACT' },
  { weight: 2, make: 'Robur', model: 'Kasten', size: 'LARGE' },
  {
    weight: 20,
    make: 'Wartburg',
    model: 'Volta',
    size: 'STANDARD',
    battery: {
      capacityWh: 58_000,
      maximumPowerW: 120_000,
      onboardPowerW: 11_000,
      connectorTypes: ['IEC_62196_T2_COMBO', 'IEC_62196_T2'],
    },
  },
  {
    weight: 15,
    make: 'Melkus',
    model: 'Ampere',
    size: 'STANDARD',
    battery: {
      capacityWh: 82_000,
      maximumPowerW: 170_000,
      onboardPowerW: 22_000,
      connectorTypes: ['IEC_62196_T2_COMBO', 'IEC_62196_T2'],
    },
  },
  {
    weight: 14,
    make: 'Barkas',
    model: 'Stadt',
    size: 'STANDARD',
    battery: {
      capacityWh: 36_000,
      maximumPowerW: 11_000,
      onboardPowerW: 11_000,
      connectorTypes: ['IEC_62196_T2'],
    },
  },
];

/** A car with its plate, and how full it comes. */
export interface Car extends Omit<Model, 'weight'> {
  readonly registration: string;
  /** Percent; means nothing for cars without a battery. */
  readonly socPercent: number;
}

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** The next car that comes along. `serial` makes its plate one of its own. */
export function nextCar(chance: Chance, serial: number): Car {
  const { weight: _, ...model } = chance.pick(models);
  const letter = () => letters.charAt(Math.floor(chance.next() * letters.length));
  return {
    ...model,
    registration: `DD-${letter()}${letter()} ${1_000 + (serial % 9_000)}`,
    socPercent: Math.round(chance.between(8, 65)),
  };
}
