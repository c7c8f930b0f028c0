import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  decideBuyPass,
  decideCancelPass,
  decidePassOver,
  decidePassPaid,
  validityOf,
  type Pass,
  type PendingPass,
} from '../../src/domain/pass.js';
import {
  decideChangePassProduct,
  decideOfferPassProduct,
  type KnownFacility,
  type PassProduct,
  type PassTerms,
} from '../../src/domain/pass-product.js';
import { vehicle as activeVehicle } from '../support/builders.js';

const now = new Date('2026-05-04T08:00:00Z');
const facility = (id: string, more: Partial<KnownFacility> = {}): KnownFacility => ({
  id,
  tenantId: 't1',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  ...more,
});
const product = (more: Partial<PassProduct> = {}): PassProduct => ({
  id: 'p1',
  tenantId: 't1',
  name: 'Month',
  facilityIds: ['f1'],
  price: { amount: '80', currency: 'EUR', taxPercent: '19' },
  months: 1,
  timeZone: 'Europe/Berlin',
  isOnSale: true,
  offeredAt: now,
  ...more,
});
const pass = (more: Partial<PendingPass> = {}): PendingPass => ({
  id: 'pass',
  tenantId: 't1',
  productId: 'p1',
  name: 'Month',
  customerId: 'c1',
  vehicleId: 'v1',
  registration: 'DDVP1',
  facilityIds: ['f1'],
  price: { amount: '80', currency: 'EUR', taxPercent: '19' },
  validFrom: new Date('2026-05-03T22:00:00Z'),
  validUntil: new Date('2026-06-03T22:00:00Z'),
  boughtAt: now,
  version: 1,
  status: 'PENDING',
  ...more,
});
const vehicle = activeVehicle({ id: 'v1', customerId: 'c1', registration: 'DDVP1' });

describe('the time of a pass', () => {
  const days = (from: string, months: number, zone = 'Europe/Berlin') => {
    const { validFrom, validUntil } = validityOf(zone, Temporal.PlainDate.from(from), months);
    const local = (instant: Date) =>
      Temporal.Instant.fromEpochMilliseconds(instant.getTime())
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString();
    return [local(validFrom), local(validUntil)];
  };
  it.each([
    ['2026-05-04', 1, '2026-06-04'],
    ['2026-01-28', 1, '2026-02-28'],
    ['2026-01-31', 1, '2026-03-01'],
    ['2026-01-29', 1, '2026-03-01'],
    ['2028-01-29', 1, '2028-02-29'],
    ['2026-03-31', 1, '2026-05-01'],
    ['2026-12-31', 2, '2027-03-01'],
    ['2028-02-29', 12, '2029-03-01'],
    ['2026-08-31', 12, '2027-08-31'],
  ])('from %s for %d months ends before %s', (from, months, until) => {
    expect(days(from, months)).toEqual([`${from}T00:00:00`, `${until}T00:00:00`]);
  });

  it('begins and ends at midnight by the facility’s clock, over a change of clocks too', () => {
    const { validFrom, validUntil } = validityOf(
      'Europe/Berlin',
      Temporal.PlainDate.from('2026-03-15'),
      1,
    );
    expect(validFrom.toISOString()).toBe('2026-03-14T23:00:00.000Z');
    expect(validUntil.toISOString()).toBe('2026-04-14T22:00:00.000Z');
    // Clocks of Cairo skip midnight on that day.
    expect(days('2026-04-24', 1, 'Africa/Cairo')).toEqual([
      '2026-04-24T01:00:00',
      '2026-05-24T00:00:00',
    ]);
  });

  it('is never shorter than the shortest of its months, and months follow without gap', () => {
    const anyDate = fc
      .integer({ min: 0, max: 2_000 })
      .map((day) => Temporal.PlainDate.from('2026-01-01').add({ days: day }));
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 36 }), (from, months) => {
        const { validFrom, validUntil } = validityOf('Asia/Kolkata', from, months);
        const lengthDays = (validUntil.getTime() - validFrom.getTime()) / 86_400_000;
        expect(lengthDays).toBeGreaterThanOrEqual(28 * months);
        expect(lengthDays).toBeLessThanOrEqual(31 * months);
        const longer = validityOf('Asia/Kolkata', from, months + 1);
        expect(longer.validUntil > validUntil).toBe(true);
      }),
    );
  });
});

describe('offering a pass', () => {
  const terms = (more: Partial<PassTerms> = {}): PassTerms => ({
    name: ' Month  pass ',
    facilityIds: ['f1', 'f1'],
    price: '80.00',
    taxPercent: '19',
    months: 1,
    ...more,
  });
  const offer = (more: Partial<PassTerms> = {}, known = [facility('f1'), facility('f2')]) =>
    decideOfferPassProduct('t1', terms(more), known, { id: 'p1', now });

  it('takes currency and zone from its facilities', () => {
    expect(offer()).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'PassProductOffered',
          product: {
            name: 'Month pass',
            facilityIds: ['f1'],
            price: { amount: '80.00', currency: 'EUR', taxPercent: '19' },
            timeZone: 'Europe/Berlin',
            isOnSale: true,
          },
        },
      ],
    });
  });

  it.each([
    [{ facilityIds: ['f3'] }, { type: 'NotFound', entity: 'Facility', key: 'f3' }],
    [{ name: ' ' }, { type: 'InvalidInput', field: 'name' }],
    [{ price: '-1' }, { type: 'InvalidInput', field: 'price' }],
    [{ price: '1.23456' }, { type: 'InvalidInput', field: 'price' }],
    [{ taxPercent: '101' }, { type: 'InvalidInput', field: 'taxPercent' }],
    [{ months: 0 }, { type: 'InvalidInput', field: 'months' }],
    [{ months: 37 }, { type: 'InvalidInput', field: 'months' }],
  ])('with %j is refused', (more, refusal) => {
    expect(offer(more)).toMatchObject({ outcome: 'refused', refusal });
  });

  it('for facilities of several currencies, or none at all, is refused', () => {
    const mixed = [facility('f1'), facility('f2', { currency: 'CHF' })];
    const refusal = { type: 'InvalidInput', field: 'facilityIds' };
    expect(offer({ facilityIds: ['f1', 'f2'] }, mixed)).toMatchObject({ refusal });
    expect(offer({ facilityIds: [] }, mixed)).toMatchObject({ refusal });
    expect(offer({ facilityIds: [] }, [])).toMatchObject({ refusal });
    expect(offer({ facilityIds: ['f2'] }, mixed).outcome).toBe('accepted');
  });

  it('again with the same terms is no change; other terms are', () => {
    const before = product();
    expect(decideChangePassProduct(before, { months: 1 }, [facility('f1')])).toEqual({
      outcome: 'accepted',
      events: [],
    });
    const change = { isOnSale: false, taxPercent: null };
    expect(decideChangePassProduct(before, change, [facility('f1')])).toMatchObject({
      events: [{ type: 'PassProductChanged', before, product: { isOnSale: false } }],
    });
  });
});

describe('buying a pass', () => {
  const buy = (more: Partial<Parameters<typeof decideBuyPass>[0]> = {}, from = '2026-05-04') =>
    decideBuyPass({ vehicle, product: product(), others: [], ...more }, from, {
      id: 'pass',
      customerId: 'c1',
      now,
    });

  it('orders it: pending, with the terms of the moment', () => {
    expect(buy()).toEqual({
      outcome: 'accepted',
      events: [
        { type: 'PassBought', pass: pass({ validUntil: new Date('2026-06-03T22:00:00Z') }) },
      ],
    });
  });

  it('begins today by the facility’s clock, or later within a year', () => {
    const field = { type: 'InvalidInput', field: 'from' };
    expect(buy({}, '2026-05-03')).toMatchObject({ refusal: field });
    expect(buy({}, '2027-05-05').outcome).toBe('accepted');
    expect(buy({}, '2027-05-06')).toMatchObject({ refusal: field });
    // At 08:00 UTC it is the 4th in Berlin and the 3rd in Honolulu until 10:00 UTC.
    const far = product({ timeZone: 'Pacific/Honolulu' });
    expect(buy({ product: far }, '2026-05-03').outcome).toBe('accepted');
  });

  it('is refused for what is not sold, or a vehicle out of use', () => {
    expect(buy({ product: product({ isOnSale: false }) })).toMatchObject({
      refusal: { type: 'PassProductWithdrawn', passProductId: 'p1' },
    });
    const { offer: _offer, ...rest } = vehicle;
    expect(buy({ vehicle: { ...rest, status: 'RETIRED', offer: null } })).toMatchObject({
      refusal: { type: 'VehicleAlreadyRetired' },
    });
  });

  it('is refused where it overlaps another in time and place', () => {
    const other = pass({ id: 'other' });
    const refusal = { type: 'PassOverlaps', passId: 'other', validUntil: other.validUntil };
    expect(buy({ others: [other] }, '2026-06-03')).toMatchObject({ refusal });
    expect(buy({ others: [other] }, '2026-06-04').outcome).toBe('accepted');
    expect(buy({ others: [pass({ facilityIds: ['f2'] })] }).outcome).toBe('accepted');
    expect(buy({ others: [pass({ id: 'other', facilityIds: [] })] })).toMatchObject({ refusal });
    const everywhere = product({ facilityIds: [] });
    expect(buy({ product: everywhere, others: [other] })).toMatchObject({ refusal });
  });
});

describe('a pass', () => {
  const paid = (of: Pass) => decidePassPaid(of, now);
  const active: Pass = { ...pass(), status: 'ACTIVE', activatedAt: now, version: 2 };
  const after = new Date('2026-06-03T22:00:00Z');
  const before = new Date(after.getTime() - 1);

  it('is in force once it is paid, and paid once', () => {
    expect(paid(pass())).toEqual({
      outcome: 'accepted',
      events: [{ type: 'PassChanged', before: pass(), pass: active }],
    });
    expect(paid(active)).toEqual({ outcome: 'accepted', events: [] });
  });

  it('ends with its time: expired, or cancelled when it was never paid', () => {
    expect(decidePassOver(active, before)).toEqual({ outcome: 'accepted', events: [] });
    expect(decidePassOver(active, after)).toMatchObject({
      events: [{ pass: { status: 'EXPIRED', version: 3 } }],
    });
    expect(decidePassOver(pass(), after)).toMatchObject({
      events: [{ pass: { status: 'CANCELLED', activatedAt: null, cancelledAt: after } }],
    });
  });

  it('can be cancelled until it has ended', () => {
    const cancelled = decideCancelPass(active, ' moved  away ', now);
    expect(cancelled).toMatchObject({
      events: [
        {
          pass: {
            status: 'CANCELLED',
            activatedAt: now,
            cancelledAt: now,
            cancelReason: 'moved away',
          },
        },
      ],
    });
    expect(decideCancelPass(active, null, after)).toMatchObject({ refusal: { type: 'PassEnded' } });
    expect(decideCancelPass(active, 'x'.repeat(201), now)).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'reason' },
    });
    const [event] = cancelled.outcome === 'accepted' ? cancelled.events : [];
    const ended = event?.pass ?? active;
    expect(paid(ended)).toEqual({ outcome: 'accepted', events: [] });
    expect(decideCancelPass(ended, null, now)).toMatchObject({ refusal: { type: 'PassEnded' } });
    expect(decidePassOver(ended, after)).toEqual({ outcome: 'accepted', events: [] });
  });
});
