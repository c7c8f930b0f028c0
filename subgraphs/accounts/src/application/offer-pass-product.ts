import { notFound } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';
import {
  decideChangePassProduct,
  decideOfferPassProduct,
  type ChangePassProduct,
  type PassProduct,
  type PassTerms,
} from '../domain/pass-product.js';
import { idempotencyKeyFault } from '../domain/text.js';
import { limitReached } from '../domain/vehicle.js';
import { passSalesOf } from './pass-sight.js';
import type { Cause, Ports } from './ports.js';
import { reachWithin } from './reach.js';

/** What is offered, and by which tenant. */
export interface OfferPassProduct extends PassTerms {
  readonly tenantId: string;
  readonly idempotencyKey: string;
}

/** Offers a pass of a tenant for sale. */
export function offerPassProduct({ clock, newId, reads, transact }: Ports) {
  return async (cause: Cause, command: OfferPassProduct) => {
    const { idempotencyKey, ...input } = command;
    const { tenantId, ...terms } = input;
    const fault = idempotencyKeyFault(idempotencyKey);
    if (fault !== undefined) return fault;
    const reach = reachWithin(cause.actor, tenantId);
    const result = await transact(cause, ({ tenants, facilities, passes, once, save }) =>
      once({ idempotencyKey, operation: 'offerPassProduct', input }, async () => {
        if (reach.kind === 'NOTHING' || !(await tenants.exists(tenantId))) {
          return notFound('Tenant', tenantId);
        }
        if ((await passes.countProducts(tenantId)) >= limits.passProductsPerTenant) {
          return limitReached(limits.passProductsPerTenant, 'kinds of passes');
        }
        const id = newId();
        const known = await facilities.ofTenant(tenantId);
        const decision = decideOfferPassProduct(tenantId, terms, known, { id, now: clock.now() });
        if (decision.outcome === 'refused') return decision.refusal;
        await save(decision.events);
        return { productId: id };
      }),
    );
    if ('type' in result) return result;
    return { product: await productOf(reads, result.productId) };
  };
}

/** Changes a product for those who buy it from now on. */
export function changePassProduct({ reads, transact }: Ports) {
  return async (cause: Cause, command: ChangePassProduct & { readonly passProductId: string }) => {
    const { passProductId: id, ...change } = command;
    const result = await transact(cause, async ({ facilities, passes, save }) => {
      const product = await passes.holdProduct(id, passSalesOf(cause.actor));
      if (product === null) return notFound('PassProduct', id);
      const known = await facilities.ofTenant(product.tenantId);
      const decision = decideChangePassProduct(product, change, known);
      if (decision.outcome === 'refused') return decision.refusal;
      await save(decision.events);
      return { productId: id };
    });
    if ('type' in result) return result;
    return { product: await productOf(reads, result.productId) };
  };
}

async function productOf(reads: Ports['reads'], id: string): Promise<PassProduct> {
  const [product] = await reads.passes.productsByIds([id]);
  if (product === undefined) throw new Error(`The product ${id} was just saved and is gone.`);
  return product;
}
