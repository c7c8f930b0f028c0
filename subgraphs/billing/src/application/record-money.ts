import type { MoneyEvent } from '../domain/money-events.js';
import { giveBackSurplus } from '../domain/refunding.js';
import { settlementAfter, type Settlement } from '../domain/settlement.js';
import type { MoneyStores } from './money-ports.js';

/** What recording needs besides. */
export interface Given {
  readonly now: Date;
  readonly newId: () => string;
  readonly actorId: string;
}

/** Saves what happened to an invoice's money, and begins to give back what is paid above what is owed. */
export async function recordMoney(
  { settlements }: MoneyStores,
  settlement: Settlement,
  events: readonly MoneyEvent[],
  { now, newId, actorId }: Given,
): Promise<Settlement> {
  const all = [...events];
  let after = settlementAfter(settlement, events);
  for (;;) {
    const more = giveBackSurplus(after, { id: newId(), now, actorId });
    if (more === null) break;
    all.push(more);
    after = settlementAfter(after, [more]);
  }
  if (all.length > 0) await settlements.save(all);
  return after;
}
