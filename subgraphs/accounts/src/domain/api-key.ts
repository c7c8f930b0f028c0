import { scopesOfRole, type Role, type Scope } from '@voltpark/contracts';
import { accepted, invalidInput, refused } from '@voltpark/kit/decision';
import type { EventOf } from './events.js';
import { limits, secondsAfter } from './limits.js';
import { firstFault, textFault, tidy } from './text.js';
import { limitReached } from './vehicle.js';

/** A key for a partner's system or a device; of its secret only the hash is kept. */
export interface ApiKey {
  readonly id: string;
  readonly tenantId: string;
  readonly role: ApiKeyRole;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly secretHash: string;
  readonly issuedBy: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export type ApiKeyRole = 'PARTNER' | 'DEVICE';

const isApiKeyRole = (role: Role): role is ApiKeyRole => role === 'PARTNER' || role === 'DEVICE';

/** What key is to be made. */
export interface IssueApiKey {
  readonly tenantId: string;
  readonly role: Role;
  readonly name: string;
  readonly scopes?: readonly string[] | null | undefined;
  readonly expiresAt?: Date | null | undefined;
}

/** The refusal of a key that opens nothing; it says the same for unknown, expired and revoked. */
export const invalidApiKey = () =>
  ({ type: 'InvalidApiKey', message: 'This API key is not valid.' }) as const;

/** Decides on a new key. It may do what its role may, or less. */
export function decideIssueApiKey(
  liveKeys: number,
  command: IssueApiKey,
  given: {
    readonly id: string;
    readonly secretHash: string;
    readonly issuedBy: string;
    readonly now: Date;
  },
) {
  if (!isApiKeyRole(command.role)) {
    return refused(invalidInput('role', 'API keys are for a PARTNER or a DEVICE.'));
  }
  const held: readonly string[] = scopesOfRole[command.role];
  const stray = command.scopes?.find((scope) => !held.includes(scope));
  const fault = firstFault(
    textFault('name', command.name, limits.nameLength),
    stray === undefined
      ? undefined
      : invalidInput('scopes', `A ${command.role} has only these scopes: ${held.join(', ')}.`),
    command.expiresAt != null && command.expiresAt <= given.now
      ? invalidInput('expiresAt', 'This has passed.')
      : undefined,
  );
  if (fault !== undefined) return refused(fault);
  if (liveKeys >= limits.apiKeysPerTenant) {
    return refused(limitReached(limits.apiKeysPerTenant, 'API keys in force'));
  }
  const wanted = command.scopes;
  const apiKey: ApiKey = {
    id: given.id,
    secretHash: given.secretHash,
    issuedBy: given.issuedBy,
    issuedAt: given.now,
    tenantId: command.tenantId,
    role: command.role,
    name: tidy(command.name),
    scopes: scopesOfRole[command.role].filter((scope) => wanted?.includes(scope) ?? true),
    expiresAt: command.expiresAt ?? null,
    lastUsedAt: null,
    revokedAt: null,
  };
  return accepted({ type: 'ApiKeyIssued', apiKey } as const);
}

/** Ends a key. No event when it has ended. */
export function revokeApiKey(apiKey: ApiKey, now: Date): EventOf<'ApiKeyRevoked'>[] {
  if (apiKey.revokedAt !== null) return [];
  return [{ type: 'ApiKeyRevoked', apiKey: { ...apiKey, revokedAt: now } }];
}

/** True while the key can be exchanged. */
export function isInForce(apiKey: ApiKey, now: Date): boolean {
  return apiKey.revokedAt === null && (apiKey.expiresAt === null || apiKey.expiresAt > now);
}

/** True when a use is worth writing down: not more often than the resolution of `lastUsedAt`. */
export function isUseNews(apiKey: ApiKey, now: Date): boolean {
  return (
    apiKey.lastUsedAt === null ||
    secondsAfter(apiKey.lastUsedAt, limits.apiKeyUseResolutionSeconds) <= now
  );
}

/** A key as its holder writes it. */
export const writeApiKey = (id: string, secret: string): string => `vp_${id}_${secret}`;

/** Id and secret of a written key, or undefined when it is none. */
export function readApiKey(written: string): { id: string; secret: string } | undefined {
  const match =
    /^vp_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})_([0-9a-f]{64})$/.exec(
      written,
    );
  const [, id, secret] = match ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}
