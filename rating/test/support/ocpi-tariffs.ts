import { tariffOf } from './traces.js';

/**
 * The tariffs of the worked examples of OCPI 2.2.1 (github.com/ocpi/ocpi, mod_tariffs): the prices, tax rates, steps
 * and restrictions are theirs.
 */
const energy = { type: 'ENERGY', price: 0.25, vat: 10.0, step_size: 1 } as const;
const start = { type: 'FLAT', price: 0.5, vat: 20.0, step_size: 1 } as const;
const reservation = (reservation: 'RESERVATION' | 'RESERVATION_EXPIRES') => ({
  restrictions: { reservation },
});
const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;

export const ocpi = {
  energyOnly: tariffOf([{ price_components: [energy] }]),
  energyAndStart: tariffOf([{ price_components: [start, energy] }]),
  leastPrice: tariffOf([{ price_components: [energy] }], {
    min_price: { excl_vat: 0.5, incl_vat: 0.55 },
  }),
  parkingAndStart: tariffOf([
    {
      price_components: [
        start,
        energy,
        { type: 'PARKING_TIME', price: 2, vat: 20, step_size: 900 },
      ],
    },
  ]),
  mostPrice: tariffOf([{ price_components: [start, energy] }], {
    max_price: { excl_vat: 10.0, incl_vat: 11.0 },
  }),
  perHour: tariffOf([{ price_components: [{ type: 'TIME', price: 2, vat: 10, step_size: 60 }] }]),
  perHourAndParking: tariffOf([
    {
      price_components: [
        { type: 'TIME', price: 3, vat: 10, step_size: 60 },
        { type: 'PARKING_TIME', price: 5, vat: 20, step_size: 300 },
      ],
    },
  ]),
  adHoc: tariffOf([{ price_components: [{ type: 'TIME', price: 1.9, vat: 5.2, step_size: 300 }] }]),
  steps: tariffOf([{ price_components: [start, { ...energy, step_size: 100 }] }]),
  complex: tariffOf([
    { price_components: [{ type: 'FLAT', price: 2.5, vat: 15, step_size: 1 }] },
    {
      price_components: [{ type: 'TIME', price: 1, vat: 20, step_size: 900 }],
      restrictions: { max_current: 32 },
    },
    {
      price_components: [{ type: 'TIME', price: 2, vat: 20, step_size: 600 }],
      restrictions: { min_current: 32, day_of_week: [...weekdays] },
    },
    {
      price_components: [{ type: 'TIME', price: 1.25, vat: 20, step_size: 600 }],
      restrictions: { min_current: 32, day_of_week: ['SATURDAY', 'SUNDAY'] },
    },
    {
      price_components: [{ type: 'PARKING_TIME', price: 5, vat: 10, step_size: 300 }],
      restrictions: { start_time: '09:00', end_time: '18:00', day_of_week: [...weekdays] },
    },
    {
      price_components: [{ type: 'PARKING_TIME', price: 6, vat: 10, step_size: 300 }],
      restrictions: { start_time: '10:00', end_time: '17:00', day_of_week: ['SATURDAY'] },
    },
  ]),
  free: tariffOf([{ price_components: [{ type: 'FLAT', price: 0, step_size: 0 }] }]),
  reservation: tariffOf([
    {
      price_components: [{ type: 'TIME', price: 5, vat: 20, step_size: 60 }],
      ...reservation('RESERVATION'),
    },
    { price_components: [start, energy] },
  ]),
  reservationAndFee: tariffOf([
    {
      price_components: [
        { type: 'FLAT', price: 2, vat: 20, step_size: 1 },
        { type: 'TIME', price: 5, vat: 20, step_size: 300 },
      ],
      ...reservation('RESERVATION'),
    },
    { price_components: [start, energy] },
  ]),
  expiryFee: tariffOf([
    {
      price_components: [{ type: 'FLAT', price: 4, vat: 20, step_size: 1 }],
      ...reservation('RESERVATION_EXPIRES'),
    },
    {
      price_components: [{ type: 'TIME', price: 2, vat: 20, step_size: 600 }],
      ...reservation('RESERVATION'),
    },
    { price_components: [start, energy] },
  ]),
  expiryTime: tariffOf([
    {
      price_components: [{ type: 'TIME', price: 6, vat: 20, step_size: 600 }],
      ...reservation('RESERVATION_EXPIRES'),
    },
    {
      price_components: [{ type: 'TIME', price: 3, vat: 20, step_size: 600 }],
      ...reservation('RESERVATION'),
    },
    { price_components: [start, energy] },
  ]),
  maxPower: tariffOf([
    {
      price_components: [{ type: 'ENERGY', price: 0.2, vat: 20, step_size: 1 }],
      restrictions: { max_power: 16 },
    },
    {
      price_components: [{ type: 'ENERGY', price: 0.35, vat: 20, step_size: 1 }],
      restrictions: { max_power: 32 },
    },
    { price_components: [{ type: 'ENERGY', price: 0.5, vat: 20, step_size: 1 }] },
  ]),
  maxDuration: tariffOf([
    {
      price_components: [{ type: 'ENERGY', price: 0, vat: 20, step_size: 1 }],
      restrictions: { max_duration: 1800 },
    },
    {
      price_components: [{ type: 'ENERGY', price: 0.25, vat: 20, step_size: 1 }],
      restrictions: { max_duration: 3600 },
    },
    { price_components: [{ type: 'ENERGY', price: 0.4, vat: 20, step_size: 1 }] },
  ]),
  stepSize: tariffOf([
    {
      price_components: [
        { type: 'TIME', price: 1.2, step_size: 1800 },
        { type: 'PARKING_TIME', price: 1, step_size: 900 },
      ],
      restrictions: { start_time: '00:00', end_time: '17:00' },
    },
    {
      price_components: [
        { type: 'TIME', price: 2.4, step_size: 900 },
        { type: 'PARKING_TIME', price: 1, step_size: 900 },
      ],
      restrictions: { start_time: '17:00', end_time: '20:00' },
    },
    {
      price_components: [{ type: 'TIME', price: 2.4, step_size: 900 }],
      restrictions: { start_time: '20:00', end_time: '00:00' },
    },
  ]),
};
