import type { Data } from './client.js';
import { eventually } from './eventually.js';
import type { Live } from './live.js';
import { once, type Person, type Town } from './town.js';

/** A charger of a journey: where it stands, and its one connector. */
export interface Charger {
  readonly slotId: string;
  readonly connectorId: string;
}

/** A facility where one can charge and has to pay, and the device that speaks for its gate and chargers. */
export interface ChargingSite {
  readonly facilityId: string;
  readonly stationId: string;
  readonly chargers: readonly Charger[];
  readonly tariffId: string;
  readonly device: Person;
  readonly operator: Person & { readonly tenantId: string };
}

/** So long ago, in minutes, as a device would write it. */
export const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString();

/** 0.50 a kWh, and 6.00 an hour for idling from the first minute; 19 % tax on top. */
export const plainTariff = {
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.5, vat: 19, step_size: 1 }] }],
  idle_fee: { price_per_hour: 6, vat: 19, grace_seconds: 0 },
};

/** 2.00 for each hour begun, 19 % tax included; minutes of charging cost nothing, nor do those that the idle fee bills. */
export const plainPlan = {
  name: 'By the hour',
  currency: 'EUR',
  taxPercent: '19',
  tables: [
    { name: 'All', lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 60, value: '2.00' }] },
  ],
  overlap: { parkingShareWhileCharging: '0' },
};

/** Builds a site with two chargers (CCS 2, 150 kW), prices that count from yesterday, and a device; all contexts have heard of it. */
export async function chargingSite(
  town: Town,
  options: { readonly exitPayment?: string; readonly tariff?: object; readonly plan?: object } = {},
): Promise<ChargingSite> {
  const operator = await town.operator(`Volt & Sons ${once()}`);
  const facilityId = await town.facility(operator, {
    name: `Charging site ${once()}`,
    slots: { 'STANDARD EV': 2, 'STANDARD ICE': 2 },
  });
  if (options.exitPayment !== undefined) {
    await town.do(
      'setConfig',
      {
        scope: 'FACILITY',
        scopeId: facilityId,
        key: 'parking.exitPayment',
        value: { text: options.exitPayment },
      },
      '',
      operator,
    );
  }
  const device = await town.device(operator);
  const { stationId, chargers } = await station(town, operator, facilityId);
  const tariffId = await prices(town, operator, facilityId, options);
  // Whoever sells, bills, keeps or watches has heard of it all: what they have not heard of would cost nothing.
  await town.takenIn('facilities', 'pricing', 'charging', 'parking');
  return { facilityId, stationId, chargers, tariffId, device, operator };
}

async function station(town: Town, operator: Person, facilityId: string) {
  const { slots } = await town.must(
    `query ($facilityId: ID!) {
       slots(facilityId: $facilityId, filter: { kind: EV }, first: 10) { edges { node { id } } } }`,
    { facilityId },
    operator,
  );
  const registered = await heard(
    town,
    'registerStation',
    operator,
    '... on StationRegistered { station { id chargers { slot { id } connectors { id } } } }',
    {
      facilityId,
      name: 'Fast',
      chargers: (slots.edges as { node: { id: string } }[]).map(({ node }) => ({
        slotId: node.id,
        level: 'DCFC',
        powerKw: '150',
        connectors: [{ type: 'IEC_62196_T2_COMBO' }],
      })),
    },
  );
  const { id, chargers } = registered['station'];
  return {
    stationId: id as string,
    chargers: (chargers as { slot: { id: string }; connectors: { id: string }[] }[]).map(
      ({ slot, connectors }): Charger => ({
        slotId: slot.id,
        connectorId: connectors[0]?.id ?? '',
      }),
    ),
  };
}

async function prices(
  town: Town,
  operator: Person,
  facilityId: string,
  options: { readonly tariff?: object; readonly plan?: object },
): Promise<string> {
  const effectiveFrom = minutesAgo(24 * 60);
  const made = await heard(
    town,
    'createTariff',
    operator,
    '... on TariffCreated { tariff { id } }',
    {
      name: 'Power',
      tariff: options.tariff ?? plainTariff,
      effectiveFrom,
    },
  );
  const planned = await heard(
    town,
    'createRatePlan',
    operator,
    '... on RatePlanCreated { ratePlan { id } }',
    { plan: options.plan ?? plainPlan, effectiveFrom },
  );
  const tariffId = made['tariff'].id as string;
  const ratePlanId = planned['ratePlan'].id as string;
  await assigned(town, 'assignTariff', operator, { facilityId, tariffId, effectiveFrom });
  await assigned(town, 'assignRatePlan', operator, { facilityId, ratePlanId, effectiveFrom });
  await eventually('pricing has assigned both', async () => {
    const { ratePlanInForce, tariffInForce } = await town.must(
      `query ($facilityId: ID!) { ratePlanInForce(facilityId: $facilityId) { id } tariffInForce(facilityId: $facilityId) { id } }`,
      { facilityId },
    );
    return ratePlanInForce !== null && tariffInForce !== null;
  });
  return tariffId;
}

/** Does something as soon as the context that is asked has heard of what it needs. */
async function heard(
  town: Town,
  name: string,
  as: Person,
  selection: string,
  input: Record<string, unknown>,
): Promise<Data> {
  const idempotencyKey = once();
  return eventually(`${name} is granted`, async () => {
    const answer = await town.do(name, { ...input, idempotencyKey }, selection, as);
    if (answer['message'] !== undefined && answer['__typename'] !== 'NotFound')
      throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer['message'] === undefined && answer;
  });
}

async function assigned(town: Town, name: string, as: Person, input: Record<string, unknown>) {
  await eventually(`${name} is granted`, async () => {
    const answer = await town.do(name, input, '', as);
    if (answer['message'] !== undefined && answer['__typename'] !== 'NotFound')
      throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer['message'] === undefined;
  });
}

/** What a person and a device do at a charging site, in the words of a story. Minutes are told as minutes ago. */
export class AtSite {
  /** When the story is told: from here it counts back, so that its times fit each other to the millisecond. */
  readonly #now = Date.now();

  constructor(
    readonly town: Town,
    readonly site: ChargingSite,
  ) {}

  #at(minutes: number): string {
    return new Date(this.#now - minutes * 60_000).toISOString();
  }

  /** The gate lets a vehicle in, at a charger, so many minutes ago. Gives back the stay. */
  async arrives(registration: string, minutes: number, charger = 0): Promise<string> {
    const { facilityId, device, chargers } = this.site;
    const parked = await this.town.park(facilityId, registration, device, {
      slotId: chargers[charger]?.slotId,
      isElectric: true,
      at: this.#at(minutes),
    });
    if (parked['__typename'] !== 'VehicleParked') throw new Error(JSON.stringify(parked));
    return parked['session'].id as string;
  }

  /** The charger begins a session, so many minutes ago. Gives back the session. */
  async plugsIn(parkingSessionId: string, minutes: number, charger = 0): Promise<string> {
    const started = await heardWhile(
      ['VehicleNotParked', 'ConnectorOccupied'],
      'charging begins',
      () =>
        this.town.do(
          'startCharging',
          {
            connectorId: this.site.chargers[charger]?.connectorId,
            parkingSessionId,
            socPercent: 40,
            at: this.#at(minutes),
            idempotencyKey: once(),
          },
          '... on ChargingStarted { session { id status tariffVersion { id } } }',
          this.site.device,
        ),
    );
    if (started['__typename'] !== 'ChargingStarted') throw new Error(JSON.stringify(started));
    return started['session'].id as string;
  }

  /** The meter tells: minutes ago, Wh so far, percent. */
  async reads(
    sessionId: string,
    ...readings: readonly (readonly [minutes: number, registerWh: number, socPercent?: number])[]
  ): Promise<Data> {
    return this.town.do(
      'recordMeterReadings',
      {
        readings: readings.map(([minutes, registerWh, socPercent]) => ({
          sessionId,
          at: this.#at(minutes),
          registerWh,
          ...(socPercent === undefined ? {} : { socPercent }),
        })),
      },
      '... on MeterReadingsRecorded { acceptedCount duplicateCount keptAsideCount rejectedCount exceptions { index reason } }',
      this.site.device,
    );
  }

  /** The charger tells of a fault that it had so many minutes ago. */
  fails(faultCode: string, minutes: number, charger = 0): Promise<Data> {
    return this.says('Faulted', charger, { faultCode, at: this.#at(minutes) });
  }

  /** The charger tells how its connector does, in the words of OCPP. */
  says(status: string, charger = 0, more: Record<string, unknown> = {}): Promise<Data> {
    return this.town.do(
      'reportConnectorStatus',
      { connectorId: this.site.chargers[charger]?.connectorId, status, ...more },
      '... on ConnectorStatusReported { connector { status } session { id status } }',
      this.site.device,
    );
  }

  /** The plug is pulled. */
  unplugs(sessionId: string, minutes: number): Promise<Data> {
    return this.town.do(
      'stopCharging',
      { sessionId, reason: 'UNPLUGGED', at: this.#at(minutes), idempotencyKey: once() },
      '... on ChargingStopped { repeated session { id status } }',
      this.site.device,
    );
  }

  leaves(parkingSessionId: string): Promise<Data> {
    return this.town.do(
      'leave',
      { sessionId: parkingSessionId, idempotencyKey: once() },
      '... on VehicleLeft { session { id } } ... on PaymentRequired { reason exitBy }',
      this.site.device,
    );
  }

  settles(parkingSessionId: string, as: Person = this.site.device): Promise<Data> {
    return heardWhile(
      ['NotFound', 'NotBillableYet', 'ChargingInProgress'],
      'the stay settles',
      () =>
        this.town.do(
          'settleStay',
          { parkingSessionId, idempotencyKey: once() },
          `... on StaySettled { settledUntil leaveBefore invoice { ${invoiceFields} } }`,
          as,
        ),
    );
  }

  /** Pays, and asks again while the processor has not said what became of it. */
  pays(invoiceId: string, token: string, as: Person = this.site.device): Promise<Data> {
    const idempotencyKey = once();
    return heardWhile(['PaymentPending'], 'the processor says what became of it', () =>
      this.asksToPay(invoiceId, token, idempotencyKey, as),
    );
  }

  /** Asks once; under the same key once more it is the same payment. */
  asksToPay(
    invoiceId: string,
    token: string,
    idempotencyKey: string,
    as: Person = this.site.device,
  ): Promise<Data> {
    return this.town.do(
      'payInvoice',
      { invoiceId, method: 'CREDIT_CARD', token, idempotencyKey },
      '... on PaymentReceived { payment { id status captured { amount } } }',
      as,
    );
  }

  /** All documents of a stay, the oldest first, as the staff sees them. */
  async documents(parkingSessionId: string): Promise<Data[]> {
    const { invoices } = await this.town.must(
      `query ($parkingSessionId: ID!) {
         invoices(filter: { parkingSessionId: $parkingSessionId }, first: 20) { edges { node { ${invoiceFields} } } } }`,
      { parkingSessionId },
      this.site.operator,
    );
    return (invoices.edges as { node: Data }[]).map(({ node }) => node).reverse();
  }

  /** Waits until the stay has so many documents that are no drafts. */
  billed(parkingSessionId: string, count = 1): Promise<Data[]> {
    return eventually(`${count} documents for the stay`, async () => {
      const documents = await this.documents(parkingSessionId);
      const issued = documents.filter((document) => document['number'] !== null);
      return issued.length >= count && issued;
    });
  }

  follows(sessionId: string, as: Person, after?: string): Live {
    return this.town.subscribe(
      `subscription ($sessionId: ID!, $after: String) {
         chargeProgress(sessionId: $sessionId, after: $after) {
           kind cursor version status energyWh socPercent isIdle stopReason endedAt
           cost { currency exclTax inclTax }
           session { id station { name } facility { name } }
         } }`,
      { sessionId, after: after ?? null },
      as,
    );
  }
}

const invoiceFields = `id number kind purpose status total { amount currency } tax { amount } owed { amount }
  customer { id } registration parkingPaidUntil explanation
  credits { id } replaces { id }
  lines { kind rule description quantity unit unitPrice taxPercent exclTax inclTax }
  taxes { taxPercent net { amount } tax { amount } gross { amount } }`;

/** Asks again while the answer is one of the refusals that only say that an event is still on its way. */
export function heardWhile(
  refusals: readonly string[],
  what: string,
  ask: () => Promise<Data>,
): Promise<Data> {
  return eventually(what, async () => {
    const answer = await ask();
    return !refusals.includes(answer['__typename'] as string) && answer;
  });
}
