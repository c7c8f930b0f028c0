import { newId } from '@voltpark/kit/ids';
import { limits } from '../limits.js';
import { textAt, type Person } from '../person.js';

/** A place at the site: the slot, and what may be plugged in there. */
export interface Bay {
  readonly slotId: string;
  readonly connectors: Readonly<Record<'CCS1' | 'CCS2', string>>;
}

/** Where recorded sessions are played again. */
export interface Site {
  /** Begins the registrations of this run's vehicles, so that another run has others. */
  readonly plates: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly stationId: string;
  readonly bays: readonly Bay[];
}

const connectorTypes = { CCS1: 'IEC_62196_T1_COMBO', CCS2: 'IEC_62196_T2_COMBO' } as const;

/** Prices of the site: energy by the kWh, an hour's parking free while charging. */
const prices = {
  tariff: {
    currency: 'EUR',
    elements: [
      { price_components: [{ type: 'ENERGY', price: 0.49, vat: 19, step_size: 1 }] },
      { price_components: [{ type: 'FLAT', price: 0.35, vat: 19, step_size: 1 }] },
    ],
    idle_fee: { price_per_hour: 6, vat: 19, grace_seconds: 900, max_price: 12 },
  },
  plan: {
    name: 'Fast charging site',
    currency: 'EUR',
    taxPercent: '19',
    tables: [
      {
        name: 'All',
        lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 15, value: '0.50' }],
      },
    ],
    dailyMaximum: '12.00',
    overlap: { parkingShareWhileCharging: '0' },
  },
} as const;

/**
 * Builds a site of its own for a replay: a facility, one fast charger with both plugs at each place, prices. Every
 * run has a fresh one, so that what it finds in the end is its own.
 * @param operator staff who may register facilities and stations and set prices
 */
export async function buildSite(operator: Person, places: number): Promise<Site> {
  const name = `Fast charging replay ${new Date().toISOString()}`;
  const registered = await operator.do(
    'registerFacility',
    {
      idempotencyKey: newId(),
      name,
      address: { street: 'Teststrecke 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
      position: { latitude: 51.05, longitude: 13.74 },
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      capacity: [{ size: 'STANDARD', kind: 'EV', places }],
    },
    '... on FacilityRegistered { facility { id tenant { id } } }',
  );
  const facilityId = textAt(registered, 'facility', 'id');
  const [slotIds] = await Promise.all([
    layOut(operator, facilityId, places),
    setPrices(operator, facilityId),
  ]);
  const { stationId, bays } = await build(operator, facilityId, slotIds);
  const plates = `R${Math.floor(Date.now() / 1_000).toString(36)}`.toUpperCase();
  return {
    plates,
    tenantId: textAt(registered, 'facility', 'tenant', 'id'),
    facilityId,
    stationId,
    bays,
  };
}

async function layOut(operator: Person, facilityId: string, places: number): Promise<string[]> {
  const range = { pattern: 'F-##', from: 1, to: places, size: 'STANDARD', kind: 'EV' };
  await operator.do(
    'layOutSlots',
    {
      facilityId,
      idempotencyKey: newId(),
      levels: [
        {
          name: 'Ground',
          ordinal: 0,
          ranges: [{ ...range, distanceMetres: 5, distanceStepMetres: 4 }],
        },
      ],
    },
    '... on SlotsLaidOut { slotCount }',
    ['NotFound'],
  );
  const { slots } = await operator.ask<{ slots: { edges: { node: { id: string } }[] } }>(
    `query ($facilityId: ID!) { slots(facilityId: $facilityId, first: 100) { edges { node { id } } } }`,
    { facilityId },
  );
  return slots.edges.map(({ node }) => node.id);
}

async function setPrices(operator: Person, facilityId: string): Promise<void> {
  const effectiveFrom = new Date(Date.now() - limits.replayPricesAgeMs).toISOString();
  const tariff = await operator.do(
    'createTariff',
    { idempotencyKey: newId(), name: 'Fast charging', tariff: prices.tariff, effectiveFrom },
    '... on TariffCreated { tariff { id } }',
  );
  const plan = await operator.do(
    'createRatePlan',
    { idempotencyKey: newId(), plan: prices.plan, effectiveFrom },
    '... on RatePlanCreated { ratePlan { id } }',
  );
  await operator.do(
    'assignTariff',
    { facilityId, tariffId: textAt(tariff, 'tariff', 'id'), effectiveFrom },
    '',
    ['NotFound'],
  );
  await operator.do(
    'assignRatePlan',
    { facilityId, ratePlanId: textAt(plan, 'ratePlan', 'id'), effectiveFrom },
    '',
    ['NotFound'],
  );
}

async function build(operator: Person, facilityId: string, slotIds: readonly string[]) {
  const registered = await operator.do(
    'registerStation',
    {
      idempotencyKey: newId(),
      facilityId,
      name: 'Fast chargers',
      chargers: slotIds.map((slotId) => ({
        slotId,
        level: 'DCFC',
        powerKw: '400',
        connectors: Object.values(connectorTypes).map((type) => ({ type })),
      })),
    },
    `... on StationRegistered { station { id chargers { slot { id } connectors { id type } } } }`,
    ['NotFound'],
  );
  const station = registered['station'] as {
    readonly id: string;
    readonly chargers: readonly {
      readonly slot: { readonly id: string };
      readonly connectors: readonly { readonly id: string; readonly type: string }[];
    }[];
  };
  const bays = station.chargers.map(({ slot, connectors }): Bay => {
    const idOf = (type: string) =>
      connectors.find((connector) => connector.type === type)?.id ?? '';
    return {
      slotId: slot.id,
      connectors: { CCS1: idOf(connectorTypes.CCS1), CCS2: idOf(connectorTypes.CCS2) },
    };
  });
  return { stationId: station.id, bays };
}
