import type { chargingEvents, DataOf, facilitiesEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { tenantId } from './actors.js';

/** A Friday noon in Dresden. */
export const noon = new Date('2026-05-01T10:00:00Z');

const minuteMs = 60_000;
export const minutesFrom = (from: Date, minutes: number) =>
  new Date(from.getTime() + minutes * minuteMs);

/** A facility as its context tells of it. */
export const facilitySnapshot = (
  otherwise: Partial<facilitiesEvents.FacilitySnapshot> = {},
): facilitiesEvents.FacilitySnapshot => ({
  facilityId: newId(),
  tenantId,
  externalId: null,
  name: 'Altmarkt',
  street: 'Altmarkt 1',
  postalCode: '01067',
  city: 'Dresden',
  country: 'DE',
  latitude: 51.0507,
  longitude: 13.7418,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  status: 'ACTIVE',
  evPolicy: 'STRICT',
  pricingStrategy: 'BASIC',
  openingPeriods: [],
  specialDays: [],
  capacity: [{ size: 'STANDARD', kind: 'ICE', places: 400 }],
  ...otherwise,
});

type StationRegistered = DataOf<typeof chargingEvents.stationRegistered>;

/** A station with one connector of 11 kW, and one of 50 kW. */
export const stationSnapshot = (
  facilityId: string,
  otherwise: Partial<StationRegistered> = {},
): StationRegistered => ({
  stationId: newId(),
  facilityId,
  tenantId,
  name: 'At the entrance',
  status: 'ONLINE',
  chargers: [
    {
      chargerId: newId(),
      slotId: null,
      level: 'LEVEL2',
      powerW: 50_000,
      connectors: [
        { connectorId: newId(), type: 'IEC_62196_T2', powerW: 11_000 },
        { connectorId: newId(), type: 'IEC_62196_T2_COMBO', powerW: 50_000 },
      ],
    },
  ],
  ...otherwise,
});

/** An OCPI tariff: 0.25 EUR a kWh at 10 %, 0.50 EUR a session at 20 %. */
export const energyTariff = (price = 0.25, otherwise: object = {}) => ({
  currency: 'EUR',
  elements: [
    {
      price_components: [
        { type: 'ENERGY', price, vat: 10, step_size: 1 },
        { type: 'FLAT', price: 0.5, vat: 20, step_size: 1 },
      ],
    },
  ],
  ...otherwise,
});

/** A rate plan: so much per begun hour, with 19 % tax in it. */
export const hourlyPlan = (value = '2.00', otherwise: object = {}) => ({
  name: 'By the hour',
  currency: 'EUR',
  taxPercent: '19',
  tables: [{ name: 'All', lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 60, value }] }],
  ...otherwise,
});
