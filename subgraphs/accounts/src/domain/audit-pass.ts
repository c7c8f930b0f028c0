import { field, touched, type AuditChange, type AuditSubject } from './audit-fields.js';
import type { EventOf } from './events.js';
import type { Pass } from './pass.js';
import type { PassProduct } from './pass-product.js';

type PassEvent = EventOf<
  'PassProductOffered' | 'PassProductChanged' | 'PassBought' | 'PassChanged'
>;

/** What the audit log says of passes and of what is offered of them. */
export function auditOfPass(event: PassEvent): AuditSubject {
  switch (event.type) {
    case 'PassProductOffered':
      return ofProduct('offered', event.product, termsChanged(null, event.product));
    case 'PassProductChanged':
      return ofProduct('changed', event.product, termsChanged(event.before, event.product));
    case 'PassBought':
      return ofPass('bought', event.pass, [
        ...touched('registration'),
        field('customerId', null, event.pass.customerId),
        field('productId', null, event.pass.productId),
        field('validFrom', null, event.pass.validFrom.toISOString()),
        field('validUntil', null, event.pass.validUntil.toISOString()),
      ]);
    case 'PassChanged':
      return ofPass(changeOf[event.pass.status], event.pass, [
        field('status', event.before.status, event.pass.status),
        ...(event.pass.status === 'CANCELLED' ? touched('cancelReason') : []),
      ]);
  }
}

const changeOf = {
  PENDING: 'bought',
  ACTIVE: 'activated',
  EXPIRED: 'expired',
  CANCELLED: 'cancelled',
} as const;

const ofPass = (action: string, pass: Pass, changes: readonly AuditChange[]): AuditSubject => ({
  action: `accounts.pass.${action}`,
  entityType: 'Pass',
  entityId: pass.id,
  tenantId: pass.tenantId,
  changes,
});

const ofProduct = (
  action: string,
  product: PassProduct,
  changes: readonly AuditChange[],
): AuditSubject => ({
  action: `accounts.pass_product.${action}`,
  entityType: 'PassProduct',
  entityId: product.id,
  tenantId: product.tenantId,
  changes,
});

/** Terms that differ. A product's name is no person's, and yet names are never told here. */
function termsChanged(before: PassProduct | null, after: PassProduct): AuditChange[] {
  const told = (product: PassProduct) => ({
    facilityIds: product.facilityIds,
    price: product.price.amount,
    currency: product.price.currency,
    taxPercent: product.price.taxPercent,
    months: product.months,
    isOnSale: product.isOnSale,
  });
  const [was, is] = [before === null ? null : told(before), told(after)];
  const changes = (Object.keys(is) as (keyof typeof is)[]).flatMap((name) =>
    JSON.stringify(was?.[name]) === JSON.stringify(is[name])
      ? []
      : [field(name, was?.[name] ?? null, is[name])],
  );
  return before?.name === after.name ? changes : [...touched('name'), ...changes];
}
