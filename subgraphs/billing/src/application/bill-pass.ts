import { Decimal, decimalText } from '@voltpark/rating/decimal';
import type { ChargeLine } from '../domain/charge.js';
import { changedCharges } from '../domain/charges.js';
import { isLive } from '../domain/invoice.js';
import type { KnownPass } from './heard.js';
import { issueDocuments, type Issuer, type ToBeIssued } from './issuing.js';
import type { Ports, Stores } from './ports.js';

/**
 * Bills a pass: one invoice from the moment it was ordered, taken back when it is cancelled before it ever came into
 * force. A pass that was in force has been used; what of it is given back is a refund, and a person's decision.
 */
export async function billPass(
  { newId }: Pick<Ports, 'newId'>,
  stores: Stores,
  passId: string,
  now: Date,
): Promise<void> {
  const held = await stores.passes.hold(passId);
  if (held === null) return;
  const { pass, timeZone, seller } = held;
  const issuer: Issuer = { stores, newId, now, dueDays: null, seller };
  const existing = await stores.invoices.holdOfPass(passId);
  const live = existing.filter(isLive);
  if (pass.status === 'CANCELLED' && pass.activatedAt === null) {
    const reason = 'The pass was cancelled before it came into force.';
    const explanation = [reason];
    if (live.length > 0)
      await issueDocuments(issuer, { credited: live, explanation, invoice: null });
    return;
  }
  if (existing.length > 0) return;
  const { tenantId, customerId, registration, price, facilityIds } = pass;
  const [only, ...others] = facilityIds;
  const facilityId = others.length === 0 ? (only ?? null) : null;
  const frame = { tenantId, facilityId, customerId, parkingSessionId: null };
  const { currency } = price;
  const lines = [passLine(pass)];
  const current = await stores.charges.currentOfSource('PASS', passId);
  const made = { newId, at: now };
  await stores.charges.save(changedCharges(current, lines, { ...frame, currency }, made));
  const invoice: ToBeIssued = {
    what: {
      ...{ ...frame, kind: 'INVOICE', purpose: 'PASS', registration, passId },
      ...{ currency, timeZone, createdAt: now },
    },
    ...{ draft: null, lines, parkingPaidUntil: null },
  };
  await issueDocuments(issuer, { credited: [], explanation: [], invoice });
}

/** The one line of a pass. Its price has the tax in it. */
function passLine({ id, registration, validFrom, validUntil, price }: KnownPass): ChargeLine {
  const inclTax = new Decimal(price.amount);
  const factor = new Decimal(price.taxPercent ?? 0).div(100).plus(1);
  const exclTax = inclTax.div(factor).toDecimalPlaces(18);
  return {
    kind: 'PASS',
    rule: 'pass',
    description: `Pass for ${registration}`,
    start: validFrom.toISOString(),
    end: validUntil.toISOString(),
    quantity: '1',
    unit: 'session',
    unitPrice: price.amount,
    taxIncluded: true,
    taxPercent: price.taxPercent,
    exclTax: decimalText(exclTax),
    inclTax: decimalText(inclTax),
    sourceType: 'PASS',
    sourceId: id,
  };
}
