import { notFound, notPermitted } from '@voltpark/kit/decision';
import { decideBuyPass, type Pass } from '../domain/pass.js';
import { idempotencyKeyFault } from '../domain/text.js';
import { noSuchVehicle } from './own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/** Which pass for which vehicle, from which local date on. */
export interface BuyPass {
  readonly passProductId: string;
  readonly vehicleId: string;
  /** `YYYY-MM-DD` by the facility's clock. */
  readonly from: string;
  readonly idempotencyKey: string;
}

/**
 * Orders a pass for an own vehicle. It is worth something once billing has told that it is paid. The vehicle is
 * held, so that two orders at once cannot both find that there is no pass yet.
 */
export function buyPass({ clock, newId, reads, transact }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: BuyPass) => {
    const fault = idempotencyKeyFault(idempotencyKey);
    if (fault !== undefined) return fault;
    const { customerId } = cause.actor;
    if (customerId === null) return notPermitted('Only customers have passes.');
    const result = await transact(cause, ({ vehicles, passes, once, save }) =>
      once({ idempotencyKey, operation: 'buyPass', input }, async () => {
        const vehicle = await vehicles.hold(input.vehicleId, customerId);
        if (vehicle === null) return noSuchVehicle(input.vehicleId);
        const [product] = await passes.productsByIds([input.passProductId]);
        if (product === undefined) return notFound('PassProduct', input.passProductId);
        const others = await passes.lasting(vehicle.id, product.tenantId);
        const given = { id: newId(), customerId, now: clock.now() };
        const decision = decideBuyPass({ vehicle, product, others }, input.from, given);
        if (decision.outcome === 'refused') return decision.refusal;
        await save(decision.events);
        return { passId: given.id };
      }),
    );
    if ('type' in result) return result;
    return { pass: await passOf(reads, result.passId) };
  };
}

/** The pass after a change. @throws Error when it is gone, which cannot be */
export async function passOf(reads: Ports['reads'], id: string): Promise<Pass> {
  const [pass] = await reads.passes.byIds([id]);
  if (pass === undefined) throw new Error(`The pass ${id} was just saved and is gone.`);
  return pass;
}
