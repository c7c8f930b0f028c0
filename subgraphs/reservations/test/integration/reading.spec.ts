import { parkingEvents, pricingEvents, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attendant,
  driver,
  foreigner,
  newRegistration,
  operator,
  runReservations,
  stranger,
  tenantId,
  type RunningReservations,
} from '../support/running.js';

describe('reservations in the graph', () => {
  let running: RunningReservations;
  const now = new Date('2026-05-04T08:00:00Z');
  beforeAll(async () => {
    running = await runReservations({ clock: { now: () => now } });
  });
  afterAll(() => running.stop());

  const window = { startsAt: '2026-05-04T12:00:00.000Z', endsAt: '2026-05-04T14:00:00.000Z' };

  /** Entities as the gateway asks for them. */
  async function entity<Found>(typename: string, id: string, selection: string, actor: Actor) {
    const found = await running.data<{ _entities: Found[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${typename} { ${selection} } } }`,
      { of: [{ __typename: typename, id }] },
      actor,
    );
    return found._entities[0] as Found;
  }

  describe('of a person', () => {
    let customerId = '';
    let facilityId = '';
    const ids: string[] = [];
    beforeAll(async () => {
      customerId = newId();
      const registration = newRegistration();
      await running.vehicle(registration, customerId);
      ({ facilityId } = await running.facility(1));
      for (const hour of [10, 13, 16]) {
        const { reservation } = await running.create({
          ...{ facilityId, registration },
          startsAt: `2026-05-05T${hour}:00:00Z`,
          endsAt: `2026-05-05T${hour + 1}:00:00Z`,
        });
        ids.unshift(reservation?.id ?? '');
      }
    });

    interface Page {
      readonly reservations: {
        readonly edges: readonly { readonly node: { readonly id: string } }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      } | null;
    }
    const pageOf = (actor: Actor, args = 'first: 10') =>
      entity<Page>(
        'Customer',
        customerId,
        `reservations(${args}) { edges { node { id } } pageInfo { hasNextPage endCursor } }`,
        actor,
      );
    const idsOf = ({ reservations }: Page) => reservations?.edges.map(({ node }) => node.id);

    it('are a list, the latest window first, page by page', async () => {
      const person = { ...driver, customerId };
      expect(idsOf(await pageOf(person))).toEqual(ids);
      const first = await pageOf(person, 'first: 2');
      expect(idsOf(first)).toEqual(ids.slice(0, 2));
      expect(first.reservations?.pageInfo.hasNextPage).toBe(true);
      const after = first.reservations?.pageInfo.endCursor;
      const second = await pageOf(person, `first: 2, after: "${after}"`);
      expect(idsOf(second)).toEqual(ids.slice(2));
      expect(second.reservations?.pageInfo.hasNextPage).toBe(false);
    });

    it('are seen by the staff of their facility, not by other tenants; strangers see that there is nothing to see', async () => {
      expect(idsOf(await pageOf(attendant))).toEqual(ids);
      expect(idsOf(await pageOf(foreigner))).toEqual([]);
      expect((await pageOf(stranger)).reservations).toBeNull();
    });

    it('are listed by facility and state', async () => {
      const of = (args: string, actor: Actor = operator) =>
        running
          .data<Page>(
            `{ reservations(first: 10, ${args}) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
            {},
            actor,
          )
          .then(idsOf);
      expect(await of(`facilityId: "${facilityId}", status: PENDING`)).toEqual(ids);
      expect(await of(`facilityId: "${facilityId}", status: NO_SHOW`)).toEqual([]);
      expect(await of(`facilityId: "${facilityId}"`, foreigner)).toEqual([]);
    });
  });

  it('that a stay fulfilled is the reservation of the stay, for those who may see it', async () => {
    const { facilityId, slotIds } = await running.facility(1);
    const registration = newRegistration();
    await running.vehicle(registration, 'customer-one');
    const soon = { startsAt: '2026-05-04T08:15:00Z', endsAt: '2026-05-04T10:00:00Z' };
    const { reservation } = await running.create({ facilityId, registration, ...soon }, driver);
    const id = reservation?.id ?? '';
    await running.parkingSays(id, 'ACCEPTED');
    await running.mutate('confirmReservation', { reservationId: id }, driver);
    const sessionId = newId();
    await running.hears(parkingEvents.vehicleParked, {
      ...{ sessionId, facilityId, tenantId, slotId: slotIds[0] ?? '', slotNumber: 'A-001' },
      ...{ slotKind: 'ICE', registration, customerId: 'customer-one', vehicleSize: 'STANDARD' },
      ...{ isElectric: false, enteredAt: '2026-05-04T08:05:00.000Z' },
      promisedUntil: '2026-05-04T10:05:00.000Z',
    });
    const of = (actor: Actor, stay = sessionId) =>
      entity<{ reservation: { id: string } | null }>(
        'ParkingSession',
        stay,
        'reservation { id status parkingSession { id } }',
        actor,
      );
    for (const actor of [driver, operator]) {
      expect((await of(actor)).reservation).toEqual({
        ...{ id, status: 'FULFILLED', parkingSession: { id: sessionId } },
      });
    }
    for (const actor of [stranger, foreigner]) expect((await of(actor)).reservation).toBeNull();
    expect((await of(operator, newId())).reservation).toBeNull();
  });

  describe('prices told beforehand', () => {
    const ask = async (facilityId: string, of: object) =>
      (
        await running.data<{ reservationAvailability: Record<string, unknown> | null }>(
          `query ($input: ReservationAvailabilityInput!) { reservationAvailability(input: $input) {
             isAvailable obstacle nextWindow { startsAt }
             estimate { parking { inclTax } bookingFee { amount } total { amount currency } } } }`,
          { input: { facilityId, ...window, ...of } },
          operator,
        )
      ).reservationAvailability;

    /** 2.00 for each hour begun, from the beginning of May on. */
    async function priced(facilityId: string, currency = 'EUR') {
      const ratePlanId = newId();
      const effectiveFrom = '2026-05-01T00:00:00.000Z';
      await running.hears(pricingEvents.ruleUpdated, {
        ...{ ratePlanId, tenantId, number: 1, versionId: newId(), effectiveFrom },
        plan: {
          ...{ name: 'By the hour', currency, taxPercent: '19' },
          tables: [
            {
              name: 'All',
              lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 60, value: '2.00' }],
            },
          ],
        },
      } as never);
      await running.hears(pricingEvents.assignmentChanged, {
        ...{ assignmentId: newId(), facilityId, tenantId, stationId: null },
        ...{ kind: 'RATE_PLAN', targetId: ratePlanId, effectiveFrom },
      } as never);
    }

    it('are parking for the window by the plan then in force, and the fee', async () => {
      const { facilityId } = await running.facility(1);
      await priced(facilityId);
      expect(await ask(facilityId, {})).toEqual({
        ...{ isAvailable: true, obstacle: null, nextWindow: { startsAt: window.startsAt } },
        estimate: {
          parking: { inclTax: '4.00' },
          bookingFee: { amount: '0.00' },
          total: { amount: '4.00', currency: 'EUR' },
        },
      });
    });

    it('are none where there are no prices, or some in another currency', async () => {
      const { facilityId } = await running.facility(1);
      expect(await ask(facilityId, {})).toMatchObject({ estimate: { parking: null } });
      await priced(facilityId, 'CZK');
      expect(await ask(facilityId, {})).toMatchObject({ estimate: { parking: null } });
      expect(await ask('nowhere', {})).toBeNull();
    });

    it.each([
      ['of a window in the past', '2026-05-04T06:00:00Z', '2026-05-04T07:00:00Z', 'startsAt'],
      [
        'of a window that ends before it begins',
        '2026-05-04T14:00:00Z',
        '2026-05-04T12:00:00Z',
        'minMinutes',
      ],
      ['of centuries', '2026-05-04T12:00:00Z', '2526-05-04T12:00:00Z', 'maxMinutes'],
      [
        'of a window at the end of time',
        '9999-12-31T20:00:00Z',
        '9999-12-31T22:00:00Z',
        'horizonDays',
      ],
    ])('%s are refused by the rule that it breaks', async (_what, startsAt, endsAt, obstacle) => {
      const { facilityId } = await running.facility(1);
      await priced(facilityId);
      const found = await ask(facilityId, { startsAt, endsAt });
      expect(found).toMatchObject({ isAvailable: false, obstacle });
      const isWindow = obstacle === 'startsAt' || obstacle === 'horizonDays';
      expect(found?.['estimate']).toMatchObject({
        parking: isWindow ? { inclTax: expect.any(String) } : null,
      });
    });

    it('and reservations are refused in types where the facility takes none, or is closed', async () => {
      const closed = await running.facility(1, { status: 'MAINTENANCE' });
      expect(await ask(closed.facilityId, {})).toMatchObject({ obstacle: 'facility' });
      const input = { facilityId: closed.facilityId, registration: newRegistration(), ...window };
      expect(await running.create(input)).toMatchObject({
        ...{ __typename: 'OutsideBookingTerms', rule: 'facility' },
      });
      expect(await running.create({ ...input, facilityId: 'nowhere' })).toMatchObject({
        __typename: 'NotFound',
      });
      expect(await running.create({ ...input, registration: '!' })).toMatchObject({
        ...{ __typename: 'InvalidInput', field: 'registration' },
      });
    });
  });
});
