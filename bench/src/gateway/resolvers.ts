/* Deterministic data out of ids: no state, so that every answer to the same question is the same. */

interface Thing {
  readonly id: string;
}

/** The number at the end of an id. */
const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);
const several = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const facility = (number: number) => {
  const id = `facility-${number % 60}`;
  return {
    id,
    name: `Garage "${number % 60}" an der Brücke`,
    city: ['Dresden', 'Leipzig', 'Chemnitz'][number % 3],
    address: `Straße des Friedens ${number}, 0${1000 + number} Stadt`,
    latitude: 51 + (number % 60) / 97,
    longitude: 13 + (number % 60) / 89,
    status: ['ACTIVE', 'INACTIVE', 'MAINTENANCE'][number % 3],
  };
};
const customer = (number: number) => ({
  id: `customer-${number % 40}`,
  name: `Person Nummer ${number % 40}`,
  email: `person.${number % 40}@example.org`,
});
const registration = (number: number): string => `DD-VP ${100 + (number % 80)}`;
const vehicle = (number: number) => ({
  registration: registration(number),
  make: ['Renault', 'Tesla', 'Volkswagen', null][number % 4],
  model: `Modell ${number % 9}`,
  colour: ['red', 'blue', 'white'][number % 3],
});
const session = (number: number) => ({
  id: `session-${number % 200}`,
  enteredAt: new Date(1_780_000_000_000 + (number % 200) * 60_000).toISOString(),
  vehicle: { registration: registration(number * 7) },
  facility: { id: `facility-${(number * 3) % 60}` },
});
const remark = (number: number) => ({
  id: `remark-${number % 90}`,
  text: `Remark ${number % 90}: the barrier was slow, the light was good, the price was fair enough to come again.`,
  rating: (number % 5) + 1,
  author: { id: `customer-${(number * 11) % 40}` },
  facility: { id: `facility-${(number * 13) % 60}` },
});

/** Resolvers of the four contexts. */
export const resolvers: Readonly<Record<string, object>> = {
  facilities: {
    Query: {
      facility: (_: unknown, { id }: Thing) => facility(numberOf(id)),
      facilities: (_: unknown, { first }: { first: number }) => several(first).map(facility),
    },
    Facility: {
      operator: ({ id }: Thing) => ({ id: `customer-${numberOf(id) % 40}` }),
      nearby: ({ id }: Thing) => [facility(numberOf(id) + 1), facility(numberOf(id) + 2)],
      __resolveReference: ({ id }: Thing) => facility(numberOf(id)),
    },
    Customer: { __resolveReference: (reference: Thing) => reference },
  },
  parking: {
    Query: { session: (_: unknown, { id }: Thing) => session(numberOf(id)) },
    Facility: {
      occupancy: ({ id }: Thing) => ({
        total: 400,
        free: numberOf(id),
        rate: 1 - numberOf(id) / 400,
      }),
      levels: ({ id }: Thing) =>
        several(2).map((level) => ({
          name: `Ebene ${level}`,
          slots: several(3).map((slot) => ({
            number: `${level}-${slot}`,
            size: 'STANDARD',
            isFree: slot === 2,
            session: slot === 2 ? null : session(numberOf(id) * 10 + level * 3 + slot),
          })),
        })),
      __resolveReference: (reference: Thing) => reference,
    },
    Session: { __resolveReference: ({ id }: Thing) => session(numberOf(id)) },
    Vehicle: {
      lastSessions: ({ registration: text }: { registration: string }) =>
        several(2).map((index) => session(numberOf(text) * 5 + index)),
      __resolveReference: (reference: object) => reference,
    },
  },
  accounts: {
    Query: { customer: (_: unknown, { id }: Thing) => customer(numberOf(id)) },
    Customer: {
      vehicles: ({ id }: Thing) => [vehicle(numberOf(id)), vehicle(numberOf(id) + 40)],
      __resolveReference: ({ id }: Thing) => customer(numberOf(id)),
    },
    Vehicle: {
      owner: ({ registration: text }: { registration: string }) => customer(numberOf(text) * 3),
      __resolveReference: ({ registration: text }: { registration: string }) =>
        vehicle(numberOf(text) - 100),
    },
  },
  remarks: {
    Query: { remark: (_: unknown, { id }: Thing) => remark(numberOf(id)) },
    Facility: {
      remarks: ({ id }: Thing) => several(2).map((index) => remark(numberOf(id) * 2 + index)),
      __resolveReference: (reference: Thing) => reference,
    },
    Customer: {
      remarks: ({ id }: Thing) => several(2).map((index) => remark(numberOf(id) * 3 + index)),
      __resolveReference: (reference: Thing) => reference,
    },
    Remark: { __resolveReference: ({ id }: Thing) => remark(numberOf(id)) },
  },
};
