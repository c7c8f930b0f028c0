import type { ActiveAccount, InvitedAccount } from '../../src/domain/account.js';
import type { PaymentMethod } from '../../src/domain/payment-method.js';
import type { RefreshToken, Session } from '../../src/domain/session.js';
import type { ActiveVehicle } from '../../src/domain/vehicle.js';

/** States for unit specs, each a plain one with what a spec wants otherwise. */

export const now = new Date('2026-05-04T08:00:00Z');
export const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
export const days = (count: number) => later(count * 86_400);

export const vehicle = (otherwise: Partial<ActiveVehicle> = {}): ActiveVehicle => ({
  id: 'vehicle-1',
  registration: 'DDVP1',
  registrationAsWritten: 'DD-VP 1',
  type: 'CAR',
  make: 'VW',
  model: 'ID.3',
  colour: 'red',
  size: 'STANDARD',
  isElectric: true,
  connectorTypes: ['IEC_62196_T2'],
  batteryWh: 58_000,
  registeredAt: now,
  version: 3,
  status: 'ACTIVE',
  customerId: 'anna',
  offer: null,
  ...otherwise,
});

export const session = (otherwise: Partial<Session> = {}): Session => ({
  id: 'session-1',
  accountId: 'account-1',
  startedAt: now,
  expiresAt: days(90),
  ended: null,
  ...otherwise,
});

export const refreshToken = (otherwise: Partial<RefreshToken> = {}): RefreshToken => ({
  hash: 'hash-1',
  sessionId: 'session-1',
  parentHash: null,
  issuedAt: now,
  expiresAt: days(14),
  firstUsedAt: null,
  uses: 0,
  isSuperseded: false,
  ...otherwise,
});

export const paymentMethod = (otherwise: Partial<PaymentMethod> = {}): PaymentMethod => ({
  id: 'method-1',
  customerId: 'anna',
  kind: 'CREDIT_CARD',
  brand: 'Visa',
  last4: '4242',
  expiryMonth: 12,
  expiryYear: 2030,
  token: 'tok_1',
  isDefault: true,
  addedAt: now,
  ...otherwise,
});

const staff = {
  id: 'staff-1',
  email: 'staff@example.org',
  displayName: 'Staff',
  locale: 'en',
  tenantId: 'tenant-1',
  customerId: null,
  createdAt: now,
} as const;

export const activeStaff = (otherwise: Partial<ActiveAccount> = {}): ActiveAccount => ({
  ...staff,
  roles: ['OPERATOR'],
  status: 'ACTIVE',
  passwordHash: '$argon2id$',
  ...otherwise,
});

export const invitedStaff = (otherwise: Partial<InvitedAccount> = {}): InvitedAccount => ({
  ...staff,
  roles: ['ATTENDANT'],
  status: 'INVITED',
  invitationHash: 'code-hash',
  invitationExpiresAt: days(7),
  ...otherwise,
});
