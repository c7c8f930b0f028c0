import type { Person } from '../person.js';

/** A plug that a car may be put in. */
export interface Plug {
  readonly connectorId: string;
  readonly chargerId: string;
  readonly stationId: string;
  readonly type: string;
  readonly powerW: number;
}

/** On which terms a car park is booked, as far as a simulation needs them. */
export interface Terms {
  readonly minMinutes: number;
  /** Windows begin and last in multiples of so many minutes; 0: whenever, and however long. */
  readonly stepMinutes: number;
}

/** A car park, as far as a simulation needs it. */
export interface Place {
  readonly facilityId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly total: number;
  readonly stationIds: readonly string[];
  /** Plugs by the slot at which they are. */
  readonly plugs: ReadonlyMap<string, readonly Plug[]>;
  /** Null: it is not booked. */
  readonly terms: Terms | null;
}

interface FacilityNode {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly tenant: { readonly id: string } | null;
  readonly occupancy: {
    readonly mode: string;
    readonly totals: { readonly total: number };
  } | null;
  readonly bookingTerms: (Terms & { readonly isOffered: boolean }) | null;
}

interface StationNode {
  readonly id: string;
  readonly chargers: readonly {
    readonly id: string;
    readonly slot: { readonly id: string } | null;
    readonly connectors: readonly {
      readonly id: string;
      readonly type: string;
      readonly powerKw: string;
    }[];
  }[];
}

const facilitiesQuery = `query { facilities(first: 20) { edges { node {
  id name timeZone tenant { id } occupancy { mode totals { total } }
  bookingTerms { isOffered minMinutes stepMinutes } } } } }`;

/** One facility's stations a request: all at once would cost more than a request may. */
const stationsQuery = `query ($facilityId: ID!) { stations(facilityId: $facilityId, first: 10) { edges { node {
  id chargers { id slot { id } connectors { id type powerKw } } } } } }`;

/** The car parks of an operator that have slots laid out, with their chargers; at most 20. */
export async function findPlaces(operator: Person): Promise<Place[]> {
  const { facilities } = await operator.ask<{
    facilities: { edges: readonly { node: FacilityNode }[] };
  }>(facilitiesQuery);
  const places: Place[] = [];
  for (const { node } of facilities.edges) {
    const { id: facilityId, name, timeZone, tenant, occupancy, bookingTerms } = node;
    // What belongs to others shows no tenant; what only counts its places lets nobody in by us.
    if (tenant === null || occupancy?.mode !== 'SLOTS') continue;
    const answer = await operator.ask<{ stations: { edges: readonly { node: StationNode }[] } }>(
      stationsQuery,
      { facilityId },
    );
    const stations = answer.stations.edges.map((edge) => edge.node);
    places.push({
      facilityId,
      tenantId: tenant.id,
      name,
      timeZone,
      total: occupancy.totals.total,
      stationIds: stations.map(({ id }) => id),
      plugs: plugsOf(stations),
      terms: bookingTerms?.isOffered === true ? bookingTerms : null,
    });
  }
  return places;
}

function plugsOf(stations: readonly StationNode[]): Map<string, Plug[]> {
  const plugs = new Map<string, Plug[]>();
  for (const station of stations) {
    for (const { id: chargerId, slot, connectors } of station.chargers) {
      if (slot === null) continue;
      const here = connectors.map(({ id, type, powerKw }) => ({
        connectorId: id,
        chargerId,
        stationId: station.id,
        type,
        powerW: Number(powerKw) * 1_000,
      }));
      plugs.set(slot.id, [...(plugs.get(slot.id) ?? []), ...here]);
    }
  }
  return plugs;
}
