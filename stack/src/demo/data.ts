/** The demo town. Everything in it is made up. */

/** A person of the demo town. */
export interface DemoAccount {
  readonly role: 'OPERATOR' | 'ATTENDANT' | 'DRIVER';
  readonly email: string;
  readonly displayName: string;
}

export const demoAccounts: readonly DemoAccount[] = [
  { role: 'OPERATOR', email: 'operator@voltpark.example', displayName: 'Olga Operator' },
  { role: 'ATTENDANT', email: 'attendant@voltpark.example', displayName: 'Anton Attendant' },
  { role: 'DRIVER', email: 'driver@voltpark.example', displayName: 'Dora Driver' },
];

export const demoVehicle = {
  registration: 'DD-VP 2026',
  type: 'CAR',
  make: 'Wartburg',
  model: 'Volta',
  colour: 'green',
  isElectric: true,
  connectorTypes: ['IEC_62196_T2', 'IEC_62196_T2_COMBO'],
  batteryWh: 58_000,
} as const;

const range = (
  pattern: string,
  places: number,
  size: 'COMPACT' | 'STANDARD' | 'LARGE',
  kind: 'ICE' | 'EV',
  distanceMetres: number,
) => ({ pattern, from: 1, to: places, size, kind, distanceMetres, distanceStepMetres: 3 });

const weekday = (opens: string, closes: string) =>
  [1, 2, 3, 4, 5, 6].map((day) => ({ day, opens, closes }));

const numbers = (prefix: string, from: number, to: number): string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `${prefix}${String(from + index).padStart(2, '0')}`,
  );

/**
 * A large garage that never closes and is paid after leaving, and a small one with opening hours where the exit wants
 * to see money first.
 */
export const demoFacilities = [
  {
    name: 'Riverside Garage',
    address: { street: 'Uferweg 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
    position: { latitude: 51.0561, longitude: 13.7402 },
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    capacity: [
      { size: 'STANDARD', kind: 'ICE', places: 60 },
      { size: 'STANDARD', kind: 'EV', places: 20 },
      { size: 'COMPACT', kind: 'ICE', places: 10 },
      { size: 'LARGE', kind: 'ICE', places: 4 },
    ],
    openingPeriods: [],
    exitPayment: 'PAY_AFTER_EXIT',
    chargers: [
      {
        name: 'River AC',
        slots: numbers('G-E', 1, 12),
        level: 'LEVEL2',
        powerKw: '22',
        connectorTypes: ['IEC_62196_T2'],
      },
      {
        name: 'River Fast',
        slots: numbers('G-E', 13, 20),
        level: 'DCFC',
        powerKw: '150',
        connectorTypes: ['IEC_62196_T2_COMBO', 'CHADEMO'],
      },
    ],
    levels: [
      {
        name: 'Ground',
        ordinal: 0,
        ranges: [
          range('G-E##', 20, 'STANDARD', 'EV', 8),
          range('G-M##', 10, 'COMPACT', 'ICE', 5),
          range('G-L##', 4, 'LARGE', 'ICE', 30),
        ],
      },
      { name: 'Level 1', ordinal: 1, ranges: [range('1-###', 60, 'STANDARD', 'ICE', 40)] },
    ],
  },
  {
    name: 'Station North',
    address: { street: 'Gleisbogen 12', postalCode: '01097', city: 'Dresden', country: 'DE' },
    position: { latitude: 51.0655, longitude: 13.7407 },
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    capacity: [
      { size: 'STANDARD', kind: 'ICE', places: 12 },
      { size: 'STANDARD', kind: 'EV', places: 4 },
    ],
    evPolicy: 'LENIENT',
    openingPeriods: weekday('05:30', '24:00'),
    exitPayment: 'PAY_PRIOR_TO_EXIT',
    chargers: [
      {
        name: 'North Fast',
        slots: numbers('E-', 1, 4),
        level: 'DCFC',
        powerKw: '75',
        connectorTypes: ['IEC_62196_T2_COMBO'],
      },
    ],
    levels: [
      {
        name: 'Yard',
        ordinal: 0,
        ranges: [range('Y-##', 12, 'STANDARD', 'ICE', 10), range('E-##', 4, 'STANDARD', 'EV', 6)],
      },
    ],
  },
] as const;
