import { textAt, type Outcome, type Person } from '../person.js';

/** A charging station of the demo town, and at which slots its chargers stand. */
export interface DemoStation {
  readonly name: string;
  /** Numbers of the slots, `G-E01`; one charger each. */
  readonly slots: readonly string[];
  readonly level: 'LEVEL2' | 'DCFC';
  readonly powerKw: string;
  readonly connectorTypes: readonly string[];
}

/** Builds the stations of a facility, once its slots are laid out. */
export async function buildChargers(
  admin: Person,
  facilityId: string,
  index: number,
  stations: readonly DemoStation[],
): Promise<void> {
  const { slots } = await admin.ask<{
    slots: { edges: { node: { id: string; number: string } }[] };
  }>(
    `query ($facilityId: ID!) {
      slots(facilityId: $facilityId, filter: { kind: EV }, first: 100) { edges { node { id number } } } }`,
    { facilityId },
  );
  const idOf = new Map(slots.edges.map(({ node }) => [node.number, node.id]));
  for (const { name, slots: numbers, level, powerKw, connectorTypes } of stations) {
    await admin.do(
      'registerStation',
      {
        idempotencyKey: `demo-station-${index}-${name}`,
        facilityId,
        name,
        chargers: numbers.map((number) => ({
          label: number,
          slotId: idOf.get(number),
          level,
          powerKw,
          connectors: connectorTypes.map((type) => ({ type })),
        })),
      },
      '... on StationRegistered { station { id } }',
      ['NotFound'],
    );
  }
}

/** Id of what a mutation made. */
export const idAt = (outcome: Outcome, of: string): string => textAt(outcome, of, 'id');
