import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import { tidyText } from '@voltpark/contracts/names';

/** An operator of facilities. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  /** Counts the tenant's events from 1. */
  readonly version: number;
  readonly registeredAt: Date;
}

export interface TenantRegistered {
  readonly type: 'TenantRegistered';
  readonly tenant: Tenant;
}
export type TenantEvent = TenantRegistered;

export interface TenantNameTaken {
  readonly type: 'TenantNameTaken';
  readonly message: string;
  readonly name: string;
}

/** What is known when a tenant wants to join. */
export interface TenantSurroundings {
  /** The id that the new tenant gets. */
  readonly id: string;
  readonly now: Date;
  readonly isNameTaken: boolean;
}

/** A tenant joins when its name is one, and its own. */
export function registerTenant(
  command: { readonly name: string },
  known: TenantSurroundings,
): Decision<TenantEvent, TenantNameTaken | ReturnType<typeof invalidInput>> {
  const name = tidyText(command.name);
  if (name.length === 0 || name.length > limits.nameCharacters) {
    return refused(invalidInput('name', `A name has 1 to ${limits.nameCharacters} characters.`));
  }
  if (known.isNameTaken) {
    return refused({
      type: 'TenantNameTaken',
      name,
      message: `Another tenant is called "${name}".`,
    });
  }
  return accepted({
    type: 'TenantRegistered',
    tenant: { id: known.id, name, version: 1, registeredAt: known.now },
  });
}
