import { startStack, type RunningStack } from '@voltpark/stack';
import { ask, must, type Credentials, type Data, type GraphQLAnswer } from './client.js';
import { eventually } from './eventually.js';
import { subscribe, type Live } from './live.js';
import { listenersOf, takenIn, type Listeners } from './taken-in.js';

/** In which of the two ways the system runs; journeys pass in both. */
export const modes = ['one-process', 'distributed'] as const;
export type Mode = (typeof modes)[number];

/** Somebody, or something, that uses the town's car parks. */
export interface Person {
  readonly credentials: Credentials;
  readonly customerId: string | null;
  /** How they signed in, for commands that sign in themselves. */
  readonly login?: { readonly email: string; readonly password: string };
}

/** An administrator signs in anew after so long: a town may be told of for longer than a token is heard. */
const adminTokenMs = 120_000;

let keys = 0;
/** A fresh idempotency key. */
export const once = () => `journey-${Date.now()}-${keys++}`;

/** A Voltpark of its own for one story, with words for what people do in it. Everything goes through the gateway. */
export class Town {
  #admin: { readonly person: Person; readonly since: number } | undefined;

  private constructor(
    readonly stack: RunningStack,
    private readonly listeners: Listeners,
  ) {}

  /** Starts everything; `close()` ends it. */
  static async open(mode: Mode, environment: Readonly<Record<string, string>> = {}): Promise<Town> {
    const postgresAdminUrl = process.env['VOLTPARK_TEST_POSTGRES_URL'];
    if (postgresAdminUrl === undefined) throw new Error('The global set-up did not run.');
    const stack = await startStack({
      mode,
      postgresAdminUrl,
      quiet: true,
      environment: {
        // Hundreds of drivers from one address are the story here, not an attack.
        GATEWAY_RATE_LIMIT: 'false',
        // A story is not about speed, and the machine that runs it may be busy with others.
        GATEWAY_DEADLINE_MS: '30000',
        SUBGRAPH_DEADLINE_MS: '30000',
        GATEWAY_SHED_LAG_MS: '0',
        VOLTPARK_STATEMENT_TIMEOUT_MS: '30000',
        VOLTPARK_POOL_WAIT_MS: '30000',
        // Nor does it wait minutes for trouble to last.
        OPERATIONS_WORSE_AFTER_SECONDS: '1',
        OPERATIONS_BETTER_AFTER_SECONDS: '2',
        ...environment,
      },
    });
    try {
      return new Town(stack, await listenersOf(stack));
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** The administrator of the network. */
  async admin(): Promise<Person> {
    if (this.#admin === undefined || Date.now() - this.#admin.since > adminTokenMs) {
      const { email, password } = this.stack.adminCredentials;
      const since = Date.now();
      this.#admin = { person: await signIn(this.stack.url, email, password), since };
    }
    return this.#admin.person;
  }

  close(): Promise<void> {
    return this.stack.stop();
  }

  ask(
    query: string,
    variables?: Record<string, unknown>,
    as?: Person,
  ): Promise<GraphQLAnswer<Data>> {
    return ask(this.stack.url, query, variables, as?.credentials);
  }

  must(query: string, variables?: Record<string, unknown>, as?: Person): Promise<Data> {
    return must(this.stack.url, query, variables, as?.credentials);
  }

  /** Runs a mutation `name(input: <name>Input!)` and gives back its union member. */
  async do(
    name: string,
    input: Record<string, unknown>,
    selection: string,
    as?: Person,
  ): Promise<Data> {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const data = await this.must(
      `mutation ($input: ${type}) { ${name}(input: $input) { __typename ... on Refusal { message } ${selection} } }`,
      { input },
      as,
    );
    return data[name] as Data;
  }

  /**
   * Resolves when everybody has heard all that these contexts have told. Where one tells of what it heard of another,
   * that one comes first.
   */
  async takenIn(...contexts: readonly string[]): Promise<void> {
    for (const context of contexts) await takenIn(this.stack, this.listeners, context);
  }

  subscribe(query: string, variables?: Record<string, unknown>, as?: Person): Live {
    return subscribe(this.stack.url, query, variables, as?.credentials);
  }

  /** The live counts of a facility, as a dashboard shows them, with the facility's name from another context. */
  watch(facilityId: string, after?: string): Live {
    return this.subscribe(
      `subscription ($facilityId: ID!, $after: String) {
         slotAvailability(facilityId: $facilityId, after: $after) {
           kind version cursor facility { name } totals { total free occupied }
           counts { size kind free } changedSlot { number status }
         }
       }`,
      { facilityId, after: after ?? null },
    );
  }

  /** An operator of facilities with one member of staff of that role. Other stories may have one of that name. */
  async operator(name: string): Promise<Person & { readonly tenantId: string }> {
    const registered = await this.do(
      'registerTenant',
      { name: `${name} ${once()}`, idempotencyKey: once() },
      '... on TenantRegistered { tenant { id } }',
      await this.admin(),
    );
    const tenantId = registered['tenant'].id as string;
    return { tenantId, ...(await this.staff(tenantId, ['OPERATOR'])) };
  }

  async staff(tenantId: string, roles: readonly string[]): Promise<Person> {
    const email = `${once()}@staff.example`;
    const invited = await eventually(`accounts knows the tenant ${tenantId}`, async () => {
      const answer = await this.do(
        'inviteStaff',
        { tenantId, email, displayName: 'Staff', roles, idempotencyKey: once() },
        '... on StaffInvited { invitationCode }',
        await this.admin(),
      );
      return answer['__typename'] === 'StaffInvited' && answer;
    });
    const password = 'correct horse battery staple';
    await this.do(
      'acceptInvitation',
      { code: invited['invitationCode'], password },
      '... on InvitationAccepted { me { id } }',
    );
    return signIn(this.stack.url, email, password);
  }

  /** A device of a tenant, known by its API key. */
  async device(operator: Person & { readonly tenantId: string }): Promise<Person> {
    const issued = await eventually('accounts issues a key', async () => {
      const answer = await this.do(
        'issueApiKey',
        { tenantId: operator.tenantId, role: 'DEVICE', name: 'gate', idempotencyKey: once() },
        '... on ApiKeyIssued { secret apiKey { id } }',
        operator,
      );
      return answer['__typename'] === 'ApiKeyIssued' && answer;
    });
    return { credentials: { apiKey: issued['secret'] as string }, customerId: null };
  }

  /** A driver who signed up; with a registration, also of a vehicle, of which all contexts have heard. */
  async driver(registration?: string, vehicle: Record<string, unknown> = {}): Promise<Person> {
    const email = `${once()}@drivers.example`;
    const password = 'a long enough passphrase';
    await this.do('signUp', { email, password, displayName: 'Ada' }, '');
    const person = await signIn(this.stack.url, email, password);
    if (registration === undefined) return person;
    const registered = await this.do(
      'registerVehicle',
      { registration, ...vehicle, idempotencyKey: once() },
      '... on VehicleRegistered { vehicle { id } }',
      person,
    );
    if (registered['__typename'] !== 'VehicleRegistered')
      throw new Error(JSON.stringify(registered));
    await this.takenIn('accounts');
    return person;
  }

  /** A facility with slots of one size and kind each, of which all contexts have heard. */
  async facility(
    operator: Person,
    options: {
      name: string;
      slots: Record<string, number>;
      latitude?: number;
      openingPeriods?: unknown[];
    },
  ): Promise<string> {
    const places = Object.entries(options.slots).map(([sizeAndKind, count]) => {
      const [size, kind] = sizeAndKind.split(' ');
      return { size, kind, places: count };
    });
    const registered = await this.do(
      'registerFacility',
      {
        idempotencyKey: once(),
        name: options.name,
        address: { street: 'Main Street 1', postalCode: '04109', city: 'Leipzig', country: 'DE' },
        position: { latitude: options.latitude ?? 51.05, longitude: 13.74 },
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        capacity: places,
        openingPeriods: options.openingPeriods ?? [],
      },
      '... on FacilityRegistered { facility { id } }',
      operator,
    );
    const facilityId = registered['facility'].id as string;
    const ranges = places.map(({ size, kind, places: to }, index) => ({
      pattern: `${String.fromCodePoint(65 + index)}-###`,
      from: 1,
      to,
      size,
      kind,
      distanceMetres: 10,
      distanceStepMetres: 5,
    }));
    await eventually(`parking lays out ${options.name}`, async () => {
      const laidOut = await this.do(
        'layOutSlots',
        { facilityId, idempotencyKey: once(), levels: [{ name: 'Ground', ordinal: 0, ranges }] },
        '... on SlotsLaidOut { slotCount }',
        operator,
      );
      if (!['SlotsLaidOut', 'NotFound'].includes(laidOut['__typename'] as string))
        throw new Error(JSON.stringify(laidOut));
      return laidOut['__typename'] === 'SlotsLaidOut';
    });
    await this.takenIn('facilities', 'parking');
    return facilityId;
  }

  park(
    facilityId: string,
    registration: string,
    as: Person,
    more: Record<string, unknown> = {},
  ): Promise<Data> {
    return this.do(
      'parkVehicle',
      { facilityId, registration, idempotencyKey: once(), ...more },
      `... on VehicleParked { session { id } slot { id number kind } }
       ... on FacilityFull { alternative { id name } alternativeDistanceMetres }
       ... on FacilityClosed { opensAt }`,
      as,
    );
  }

  leave(registration: string, as: Person): Promise<Data> {
    return this.do(
      'leave',
      { registration, idempotencyKey: once() },
      '... on VehicleLeft { duration session { id leftAt } }',
      as,
    );
  }
}

async function signIn(url: string, email: string, password: string): Promise<Person> {
  const data = await must(
    url,
    `mutation ($input: SignInInput!) { signIn(input: $input) {
       __typename ... on Refusal { message }
       ... on SignedIn { tokens { accessToken } me { customer { id } } } } }`,
    { input: { email, password } },
  );
  if (data['signIn'].__typename !== 'SignedIn') throw new Error(JSON.stringify(data));
  return {
    login: { email, password },
    credentials: { accessToken: data['signIn'].tokens.accessToken as string },
    customerId: (data['signIn'].me.customer?.id as string | undefined) ?? null,
  };
}
