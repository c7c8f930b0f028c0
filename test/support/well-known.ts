import { AtCalendar } from './booking.js';
import type { AtSite } from './charging.js';
import type { Data } from './client.js';
import { eventually } from './eventually.js';
import { once, type Person } from './town.js';
import { tracesOf } from './traces.js';

/** Somebody with a name, a number, a card, wishes and habits, whom every context that keeps people comes to know. */
export class WellKnown {
  private constructor(
    readonly at: AtSite,
    readonly person: Person,
    readonly registration: string,
    readonly name: string,
    readonly accountId: string,
  ) {}

  /** What they are known by, in writing. */
  get names(): string[] {
    const { login, customerId } = this.person;
    if (login === undefined || customerId === null) throw new Error('A driver is a customer.');
    const plate = this.registration.replaceAll(/[^A-Z0-9]/g, '');
    return [
      ...[this.registration, plate, this.name, this.phone, login.email, this.token],
      ...[customerId, this.accountId],
    ];
  }

  /** As much their own as everything else. */
  get phone(): string {
    const sum = [...this.registration].reduce(
      (so, sign) => (so * 31 + sign.charCodeAt(0)) % 1e8,
      7,
    );
    return `+49351${String(sum).padStart(8, '0')}`;
  }

  get token(): string {
    return `tok_of_${this.name.toLowerCase().replaceAll(' ', '_')}`;
  }

  /** Signs somebody up who tells everything that can be told. */
  static async at(at: AtSite, registration: string, name: string): Promise<WellKnown> {
    const person = await at.town.driver(registration, {
      ...{ isElectric: true, make: 'Lancia', model: 'Stratos', colour: `as of ${name}` },
    });
    const { me } = await at.town.must('{ me { id } }', {}, person);
    const somebody = new WellKnown(at, person, registration, name, me.id as string);
    await somebody.#tells();
    return somebody;
  }

  async #tells(): Promise<void> {
    const { at, person, name, phone, token } = this;
    const expiryYear = new Date().getFullYear() + 2;
    const card = { kind: 'CREDIT_CARD', brand: 'Visa', last4: '4242', expiryMonth: 12, expiryYear };
    const quiet = { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' };
    const told: readonly (readonly [string, Record<string, unknown>])[] = [
      ['updateProfile', { displayName: name, phone }],
      // A key with an instant in it looks like the number of a card one time in ten, and is refused.
      ['addPaymentMethod', { ...card, token, idempotencyKey: 'my-one-card' }],
      ['setQuietHours', { hours: quiet }],
      ['setNotificationPreference', { kind: 'PARKED', channel: 'EMAIL', isWanted: true }],
      ['registerPushDevice', { token: `push_${token}` }],
      [
        'quoteParking',
        {
          idempotencyKey: once(),
          facilityId: at.site.facilityId,
          to: new Date(Date.now() + 7_200_000).toISOString(),
          registration: this.registration,
        },
      ],
    ];
    for (const [mutation, input] of told) {
      const answer = await at.town.do(mutation, input, '', person);
      if (answer['message'] !== undefined) throw new Error(JSON.stringify(answer));
    }
    await at.town.takenIn('accounts');
  }

  /** Books a slot for later today. Gives back the reservation. */
  async books(): Promise<Data> {
    const { town, site } = this.at;
    const calendar = new AtCalendar(town, site.facilityId);
    await calendar.terms({}, site.operator);
    const startsAt = Date.now() + 4 * 3_600_000;
    const window = {
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 3_600_000).toISOString(),
    };
    const made = await eventually('a slot can be booked', async () => {
      const answer = await calendar.reserves(this.registration, window, this.person);
      return answer['__typename'] === 'ReservationCreated' && answer;
    });
    const { reservation } = await calendar.confirms(made['reservation'].id as string, this.person);
    return reservation as Data;
  }

  callsOff(reservationId: string): Promise<Data> {
    return this.at.town.do(
      'cancelReservation',
      { reservationId, reason: `${this.registration} stays at home.` },
      '... on ReservationCancelled { reservation { status } }',
      this.person,
    );
  }

  /** The tables in which the person stands now, as `context.table`. */
  async places(): Promise<Set<string>> {
    return new Set((await tracesOf(this.at.town, this.names)).map(({ place }) => place));
  }

  /** Waits until all these places know the person: what one context tells reaches others a moment later. */
  async isKnownIn(...places: readonly string[]): Promise<void> {
    await eventually(`the person stands in ${places.join(', ')}`, async () => {
      const known = await this.places();
      return places.every((place) => known.has(place));
    });
  }
}
