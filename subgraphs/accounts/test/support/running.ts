import type { Actor } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import { newId } from '@voltpark/kit/ids';
import { testContext, type TestContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { context, generateSigningJwks } from '../../src/main.js';
import { adminOf, driver } from './actors.js';

/** One member of a mutation's result union, as the spec wants to look at it. */
export interface Answered {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** Tokens as the schema has them. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
}

/** Somebody who signed up, as the gateway would hand them on. */
export interface Driver extends Actor {
  readonly customerId: string;
  readonly email: string;
}

export interface OutboxRow {
  readonly type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: string;
  readonly data: Record<string, unknown>;
}

export interface AuditRow {
  readonly action: string;
  readonly actor_id: string;
  readonly entity_type: string;
  readonly entity_id: string;
  readonly tenant_id: string | null;
  readonly correlation_id: string | null;
  readonly changes: { field: string; previous?: unknown; value?: unknown }[];
}

/** A clock that stands still until it is told to go on. */
export class StillClock implements Clock {
  #now = new Date('2026-05-04T08:00:00Z');
  now(): Date {
    return this.#now;
  }
  advance(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }
}

export const goodPassword = 'correct horse battery';

/** The context with a few words for what specs do all the time. */
export interface RunningAccounts extends TestContext {
  readonly clock: StillClock;
  readonly admin: Actor;
  /** The data; throws when there are errors. */
  data<Data = Record<string, never>>(
    query: string,
    variables?: object,
    actor?: Actor,
  ): Promise<Data>;
  /** The codes of the errors. */
  codes(query: string, variables?: object, actor?: Actor): Promise<unknown[]>;
  /** Calls a mutation with its input and gives the answer: `__typename`, `message` and the wanted fields. */
  call(mutation: string, input: object, fields?: string, actor?: Actor): Promise<Answered>;
  /** Somebody new. */
  signUp(email?: string): Promise<Driver>;
  signIn(email: string, password?: string): Promise<Answered>;
  tokensOf(email: string, password?: string): Promise<Tokens>;
  /** A vehicle of the driver's; gives its id. */
  vehicleOf(owner: Actor, registration: string, more?: object): Promise<string>;
  tenant(name?: string): Promise<string>;
  /** A facility of the tenant, as if its event had come. */
  facilityOf(tenantId: string, more?: { timeZone?: string; currency?: string }): Promise<string>;
  /** A member of staff who has accepted. */
  staffOf(tenantId: string, role: 'ATTENDANT' | 'OPERATOR'): Promise<Actor>;
  outbox(): Promise<OutboxRow[]>;
  audit(action?: string): Promise<AuditRow[]>;
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ): Promise<Row[]>;
}

let counted = 0;
/** A number that was never used before. */
export const next = () => (counted += 1);
export const newKey = () => `key-${next()}`;

const adminEmail = 'admin@voltpark.example';

/** Members and fields of every success that specs look at; refusals tell their message. */
const answerOf = (fields: string) => `__typename ... on Refusal { message } ${fields}`;

/** Starts the context on a database of its own. */
export async function runAccounts(
  options: { readonly natsUrl?: string; readonly databaseUrl?: string } = {},
): Promise<RunningAccounts> {
  const clock = new StillClock();
  const started = await testContext(context, {
    ...options,
    clock,
    environment: {
      ACCOUNTS_SIGNING_JWKS: await generateSigningJwks(),
      ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL: adminEmail,
      ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD: goodPassword,
    },
  });
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 3 });
  const sql: RunningAccounts['sql'] = async (text, values) => (await pool.query(text, values)).rows;
  const [row] = await sql<{ id: string }>('SELECT id FROM account WHERE email = $1', [adminEmail]);
  const admin = adminOf(row?.id ?? '');

  const data: RunningAccounts['data'] = async (query, variables, actor) => {
    const response = await started.ask(query, variables, actor);
    if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
    return response.data as never;
  };
  const call: RunningAccounts['call'] = async (mutation, input, fields = '', actor) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answered = await data<Record<string, Answered>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${answerOf(fields)} } }`,
      { input },
      actor,
    );
    const answer = answered[mutation];
    if (answer === undefined) throw new Error(`No answer to ${mutation}`);
    return answer;
  };
  const signIn: RunningAccounts['signIn'] = (email, password = goodPassword) =>
    call(
      'signIn',
      { email, password },
      `... on SignedIn {
         tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }
         me { id kind roles scopes tenantId displayName email customer { id displayName email } }
       }
       ... on TooManyAttempts { retryAfter retryAfterSeconds }`,
    );
  const stop = async () => {
    await pool.end();
    await started.stop();
  };
  return {
    ...started,
    stop,
    clock,
    admin,
    data,
    call,
    signIn,
    sql,
    async codes(query, variables, actor) {
      const response = await started.ask(query, variables, actor);
      return (response.errors ?? []).map((error) => error.extensions?.['code']);
    },
    async signUp(email = `driver-${next()}@example.org`) {
      const answered = await call('signUp', {
        email,
        password: goodPassword,
        displayName: `Driver ${next()}`,
      });
      if (answered.__typename !== 'SignUpAccepted') throw new Error(JSON.stringify(answered));
      const [found] = await sql<{ account: string; customer: string }>(
        `SELECT a.id AS account, c.id AS customer FROM account a JOIN customer c ON c.account_id = a.id
         WHERE a.email = $1`,
        [email.toLowerCase()],
      );
      if (found === undefined) throw new Error(`${email} did not become a customer`);
      return { ...driver(found.account, found.customer), customerId: found.customer, email };
    },
    async tokensOf(email, password) {
      const answered = await signIn(email, password);
      if (answered.__typename !== 'SignedIn') throw new Error(JSON.stringify(answered));
      return answered['tokens'] as Tokens;
    },
    async vehicleOf(owner, registration, more = {}) {
      const answered = await call(
        'registerVehicle',
        { registration, idempotencyKey: newKey(), ...more },
        '... on VehicleRegistered { vehicle { id } }',
        owner,
      );
      const vehicle = answered['vehicle'] as { id: string } | undefined;
      if (vehicle === undefined) throw new Error(JSON.stringify(answered));
      return vehicle.id;
    },
    async tenant(name = `Tenant ${next()}`) {
      const id = newId();
      await sql('INSERT INTO tenant (id, name) VALUES ($1, $2)', [id, name]);
      return id;
    },
    async facilityOf(tenantId, { timeZone = 'Europe/Berlin', currency = 'EUR' } = {}) {
      const id = newId();
      await sql(
        'INSERT INTO facility (id, tenant_id, time_zone, currency, version) VALUES ($1, $2, $3, $4, 1)',
        [id, tenantId, timeZone, currency],
      );
      return id;
    },
    async staffOf(tenantId, role) {
      const invited = await call(
        'inviteStaff',
        {
          tenantId,
          email: `staff-${next()}@example.org`,
          displayName: `Staff ${next()}`,
          roles: [role],
          idempotencyKey: newKey(),
        },
        '... on StaffInvited { invitationCode }',
        admin,
      );
      const accepted = await call(
        'acceptInvitation',
        { code: invited['invitationCode'], password: goodPassword },
        '... on InvitationAccepted { me { id roles scopes tenantId } }',
      );
      const me = accepted['me'] as Pick<Actor, 'id' | 'roles' | 'scopes' | 'tenantId'>;
      return { ...me, kind: 'PERSON', customerId: null };
    },
    outbox: () =>
      sql<OutboxRow>(
        'SELECT type, aggregate_id, aggregate_version, data FROM outbox ORDER BY position',
      ),
    audit: (action) =>
      sql<AuditRow>('SELECT * FROM audit_entry WHERE $1::text IS NULL OR action = $1 ORDER BY id', [
        action ?? null,
      ]),
  };
}
