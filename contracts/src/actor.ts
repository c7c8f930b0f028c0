import { z } from 'zod';

/** Who somebody is to Voltpark. A person or a key may have several roles. */
export const roles = ['DRIVER', 'ATTENDANT', 'OPERATOR', 'PARTNER', 'DEVICE', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** What one may do, as named in `@requiresScopes`. */
export const scopes = [
  'tenants:write',
  'facilities:write',
  'config:read',
  'config:write',
  'parking:park',
  'parking:operate',
  'parking:layout',
  'parking:count',
  'vehicles:read',
  'accounts:self',
  'accounts:staff',
  'accounts:keys',
  'audit:read',
  'charging:use',
  'charging:operate',
  'charging:stations',
  'charging:report',
  'pricing:write',
  'billing:pay',
  'billing:operate',
  'billing:revenue',
  'notifications:send',
  'notifications:write',
  'reservations:book',
  'reservations:operate',
  'reservations:terms',
  'operations:report',
  'operations:read',
  'operations:operate',
  'operations:write',
  'system:read',
] as const;
export type Scope = (typeof scopes)[number];

/** The scopes that each role brings with it. The only place where roles are given their meaning. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  DRIVER: ['parking:park', 'accounts:self', 'charging:use', 'billing:pay', 'reservations:book'],
  ATTENDANT: [
    'parking:park',
    'parking:operate',
    'config:read',
    'vehicles:read',
    'charging:use',
    'charging:operate',
    'billing:pay',
    'notifications:send',
    'reservations:book',
    'reservations:operate',
    'operations:read',
    'operations:operate',
  ],
  OPERATOR: [
    'facilities:write',
    'config:read',
    'config:write',
    'parking:park',
    'parking:operate',
    'parking:layout',
    'parking:count',
    'vehicles:read',
    'accounts:staff',
    'accounts:keys',
    'audit:read',
    'charging:use',
    'charging:operate',
    'charging:stations',
    'charging:report',
    'pricing:write',
    'billing:pay',
    'billing:operate',
    'billing:revenue',
    'notifications:send',
    'notifications:write',
    'reservations:book',
    'reservations:operate',
    'reservations:terms',
    'operations:read',
    'operations:operate',
    'operations:write',
  ],
  PARTNER: ['config:read'],
  DEVICE: [
    'parking:park',
    'parking:count',
    'charging:use',
    'charging:report',
    'billing:pay',
    'operations:report',
  ],
  ADMIN: scopes.filter((scope) => scope !== 'accounts:self'),
};

/** All scopes of a set of roles, each once, in the order of {@link scopes}. */
export function scopesOf(held: readonly Role[]): Scope[] {
  return scopes.filter((scope) => held.some((role) => scopesOfRole[role].includes(scope)));
}

/**
 * The one who asks, as the gateway has verified and every subgraph believes.
 * `tenantId` is set for staff, partners and devices and confines them to that tenant; an ADMIN has none
 * and is confined to nothing. `customerId` is set for people who registered as drivers.
 */
export const actorSchema = z.object({
  kind: z.enum(['ANONYMOUS', 'PERSON', 'API_KEY', 'SYSTEM']),
  id: z.string().min(1).max(64),
  roles: z.array(z.enum(roles)).max(roles.length),
  scopes: z.array(z.enum(scopes)).max(scopes.length),
  tenantId: z.string().nullable(),
  customerId: z.string().nullable(),
});
export type Actor = z.infer<typeof actorSchema>;

/** Nobody in particular: what a request without credentials is. */
export const anonymous: Actor = {
  kind: 'ANONYMOUS',
  id: 'anonymous',
  roles: [],
  scopes: [],
  tenantId: null,
  customerId: null,
};

/** True when the actor holds the scope. */
export function may(actor: Actor, scope: Scope): boolean {
  return actor.scopes.includes(scope);
}

/** True when the actor may act within the tenant: its own staff, partners and devices, and every ADMIN. */
export function actsFor(actor: Actor, tenantId: string): boolean {
  return actor.roles.includes('ADMIN') || actor.tenantId === tenantId;
}
