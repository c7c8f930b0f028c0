import { field, touched, type AuditChange, type AuditSubject } from './audit-fields.js';
import type { ConsentEvent } from './consent.js';
import type { ErasureEvent } from './erasure.js';
import type { EventOf } from './events.js';

/** What the audit log says of consents and erasures: ids and states alone, as it says of nothing who it is. */
export function auditOfPrivacy(
  event: ConsentEvent | ErasureEvent | EventOf<'AccountClosed'>,
): AuditSubject {
  const of = (
    action: string,
    entityType: string,
    entityId: string,
    changes: readonly AuditChange[],
  ): AuditSubject => ({
    ...{ action: `accounts.${action}`, entityType, entityId, changes },
    tenantId: null,
  });
  switch (event.type) {
    case 'ConsentDecided': {
      const { customerId, purpose, isGiven, textVersion } = event.consent;
      const changes = [field(purpose, null, isGiven), field('textVersion', null, textVersion)];
      return of('consent.decided', 'Customer', customerId, changes);
    }
    case 'PreferenceSet':
      return of('preference.set', 'Customer', event.preference.customerId, touched('preference'));
    case 'AccountClosed':
      return of('account.closed', 'Account', event.account.id, [
        field('status', null, event.account.status),
      ]);
    default: {
      const { id, status } = event.erasure;
      return of(`erasure.${status.toLowerCase()}`, 'Erasure', id, [field('status', null, status)]);
    }
  }
}
