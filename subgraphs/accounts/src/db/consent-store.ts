import type { ConsentReads } from '../application/consent-stores.js';
import type { ConsentEvent } from '../domain/consent.js';
import { limits } from '../domain/limits.js';
import type { Db } from './tx.js';

export function consentReads(db: Db): ConsentReads {
  return {
    inForce: (customerId) =>
      db.consent.findMany({
        where: { customerId },
        distinct: ['purpose'],
        orderBy: [{ purpose: 'asc' }, { decidedAt: 'desc' }, { id: 'desc' }],
      }),
    preferences: (customerId) =>
      db.customerPreference.findMany({
        where: { customerId },
        orderBy: { key: 'asc' },
        take: limits.preferencesPerCustomer,
      }),
  };
}

/** Brings the tables to the state that an event leads to. */
export async function applyConsentEvent(tx: Db, event: ConsentEvent): Promise<void> {
  if (event.type === 'ConsentDecided') {
    await tx.consent.create({ data: event.consent });
    return;
  }
  const { customerId, key, value, setAt } = event.preference;
  await tx.customerPreference.upsert({
    where: { customerId_key: { customerId, key } },
    create: event.preference,
    update: { value, setAt },
  });
}
