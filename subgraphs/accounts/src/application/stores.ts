import type { Account } from '../domain/account.js';
import type { ApiKey } from '../domain/api-key.js';
import type { AuditEntry } from '../domain/audit.js';
import type { Customer } from '../domain/customer.js';
import type { AccountsEvent } from '../domain/events.js';
import type { PaymentMethod } from '../domain/payment-method.js';
import type { RefreshToken, Session, SessionEnd } from '../domain/session.js';
import type { Throttle } from '../domain/throttle.js';
import type { Vehicle, VehicleType } from '../domain/vehicle.js';
import type { ConsentReads } from './consent-stores.js';
import type { ErasureReads, ErasureStore } from './erasure-stores.js';
import type { FacilityReads, FacilityStore, PassReads, PassStore } from './pass-stores.js';
import type { KeyReused } from './ports.js';
import type { Reach } from '@voltpark/kit/reach';
import type { Slice } from './slice.js';

export type { Slice } from './slice.js';

/** Reading. */
export interface Reads {
  readonly accounts: AccountReads;
  readonly customers: CustomerReads;
  readonly vehicles: VehicleReads;
  readonly paymentMethods: PaymentMethodReads;
  readonly apiKeys: ApiKeyReads;
  readonly audit: AuditReads;
  readonly consents: ConsentReads;
  readonly erasures: ErasureReads;
  readonly facilities: FacilityReads;
  readonly passes: PassReads;
}

/** Reading and writing within one transaction. */
export interface Stores extends Reads {
  readonly accounts: AccountStore;
  readonly customers: CustomerStore;
  readonly vehicles: VehicleStore;
  readonly apiKeys: ApiKeyStore;
  readonly sessions: SessionStore;
  readonly throttles: ThrottleStore;
  readonly tenants: TenantStore;
  readonly audit: AuditStore;
  readonly erasures: ErasureStore;
  readonly facilities: FacilityStore;
  readonly passes: PassStore;
  /** Writes what happened: the state it leads to, the events for other contexts, and the audit log. */
  save(events: readonly AccountsEvent[]): Promise<void>;
  /** Runs a command at most once under its key; its result is kept as JSON, so it may hold no secret. */
  once<Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ): Promise<Result | KeyReused>;
}

export interface AccountReads {
  byId(id: string): Promise<Account | null>;
  byEmail(email: string): Promise<Account | null>;
  byInvitation(codeHash: string): Promise<Account | null>;
  /** Staff within reach, in the order of their invitation; of the network alone when `network`. */
  staff(reach: Reach, network: boolean, slice: Slice<string>): Promise<Account[]>;
}

export interface AccountStore extends AccountReads {
  /** The accounts that exist, held until the transaction ends. */
  hold(...ids: readonly string[]): Promise<Account[]>;
  /** A member of staff within reach, held until the transaction ends. */
  holdStaff(id: string, reach: Reach): Promise<Account | null>;
  holdByInvitation(codeHash: string): Promise<Account | null>;
  /** The account with the address, which nobody else can take until the transaction ends. */
  claimEmail(email: string): Promise<Account | null>;
  /** The account of the identity, which nobody else can link until the transaction ends. */
  claimIdentity(issuer: string, subject: string): Promise<Account | null>;
}

export interface CustomerReads {
  /** In any order; those that do not exist are left out. */
  byIds(ids: readonly string[]): Promise<Customer[]>;
}

export interface CustomerStore extends CustomerReads {
  /** The customer, held until the transaction ends: what belongs to one customer changes one after the other. */
  hold(id: string): Promise<Customer | null>;
}

/** What vehicles in a list have in common; undefined: anything. */
export interface VehicleCriteria {
  readonly customerId?: string | undefined;
  readonly type?: VehicleType | undefined;
  readonly isElectric?: boolean | undefined;
  readonly status?: Vehicle['status'] | undefined;
  /** Normalised. */
  readonly registrationPrefix?: string | undefined;
}

export interface VehicleReads {
  /** In any order; those that do not exist are left out. */
  byIds(ids: readonly string[]): Promise<Vehicle[]>;
  /** Active vehicles by normalised registrations, in any order. */
  byRegistrations(registrations: readonly string[]): Promise<Vehicle[]>;
  /** In the order of their registration here. */
  find(criteria: VehicleCriteria, slice: Slice<string>): Promise<Vehicle[]>;
}

export interface VehicleStore extends VehicleReads {
  /** The customer's vehicle, held until the transaction ends. */
  hold(id: string, customerId: string): Promise<Vehicle | null>;
  holdByOffer(codeHash: string): Promise<Vehicle | null>;
  countActive(customerId: string): Promise<number>;
  /** True when an active vehicle bears the registration; that stays so until the transaction ends. */
  isRegistrationTaken(registration: string): Promise<boolean>;
}

export interface PaymentMethodReads {
  /** In the order of their adding. */
  of(customerId: string, slice: Slice<string>): Promise<PaymentMethod[]>;
  byId(id: string, customerId: string): Promise<PaymentMethod | null>;
}

export interface ApiKeyReads {
  /** For its own use as a credential, whoever's it is. */
  forExchange(id: string): Promise<ApiKey | null>;
  /** In the order of their issue. */
  list(reach: Reach, slice: Slice<string>): Promise<ApiKey[]>;
  byId(id: string, reach: Reach): Promise<ApiKey | null>;
}

export interface ApiKeyStore extends ApiKeyReads {
  hold(id: string, reach: Reach): Promise<ApiKey | null>;
  /** How many are in force; issues of one tenant happen one after the other until the transaction ends. */
  countInForce(tenantId: string, now: Date): Promise<number>;
  markUsed(id: string, now: Date): Promise<void>;
}

export interface SessionStore {
  /** Begins a session; the oldest ones over the limit end. */
  begin(session: Session, first: RefreshToken): Promise<void>;
  /** A refresh token with its session and account, the session held until the transaction ends. */
  holdByToken(hash: string): Promise<{
    readonly token: RefreshToken;
    readonly session: Session;
    readonly account: Account;
  } | null>;
  /** The token has been used; its parent has no grace any more; its successor is in force. */
  rotate(token: RefreshToken, successor: RefreshToken, now: Date): Promise<void>;
  end(sessionId: string, by: SessionEnd, now: Date): Promise<void>;
  /**
   * Ends all of an account, which is held from here on. Whoever calls it holds no single session: two who did
   * would wait for each other's.
   */
  endAll(accountId: string, by: SessionEnd, now: Date): Promise<void>;
  /** Whose session a refresh token is of; nothing is held. */
  ownerOf(tokenHash: string): Promise<string | null>;
  /** Forgets sessions that were over before this instant. */
  forget(before: Date): Promise<number>;
}

export interface ThrottleStore {
  /** The state under the key, held until the transaction ends. */
  hold(key: string): Promise<Throttle | null>;
  read(key: string): Promise<Throttle | null>;
  /** Keeps the state under a key that is held. */
  write(key: string, state: Throttle): Promise<void>;
  clear(key: string): Promise<void>;
  /** Forgets states whose window and block began before this instant. */
  forget(before: Date): Promise<number>;
}

export interface TenantStore {
  exists(id: string): Promise<boolean>;
  learn(id: string, name: string): Promise<void>;
}

/** What entries of the audit log have in common; undefined: anything. */
export interface AuditCriteria {
  readonly entityType?: string | undefined;
  readonly entityId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface AuditReads {
  /** Newest first. */
  find(
    criteria: AuditCriteria,
    reach: Reach,
    slice: Slice<readonly [occurredAt: Date, id: string]>,
  ): Promise<AuditEntry[]>;
}

export interface AuditStore extends AuditReads {
  /** Writes an entry; one that tells of an event that stands there already is left out. */
  append(entry: AuditEntry): Promise<void>;
  /** The last whole picture of a thing of another context. */
  picture(entityType: string, entityId: string): Promise<Readonly<Record<string, unknown>> | null>;
  keepPicture(entityType: string, entityId: string, data: object): Promise<void>;
}
