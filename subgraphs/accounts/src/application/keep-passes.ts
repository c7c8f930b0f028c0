import type { Clock } from '@voltpark/kit/clock';
import { limits } from '../domain/limits.js';
import { decideCancelPass, decidePassOver, decidePassPaid } from '../domain/pass.js';
import { systemCause, type Ports } from './ports.js';
import type { Stores } from './stores.js';

/** Sees everything: what follows from events and from time is nobody's request. */
const everything = { customerId: null, reach: { kind: 'EVERYTHING' } } as const;

type Within = Pick<Stores, 'passes' | 'save'>;

/** The invoice of a pass was paid: it is in force. Unknown and ended ones stay as they are. */
export async function takePassPaid(
  { clock }: { readonly clock: Clock },
  { passes, save }: Within,
  passId: string,
): Promise<void> {
  const pass = await passes.hold(passId, everything);
  if (pass === null) return;
  const decision = decidePassPaid(pass, clock.now());
  if (decision.outcome === 'accepted') await save(decision.events);
}

/** The invoice of a pass was taken back: one that was never paid ends. */
export async function takePassInvoiceCancelled(
  { clock }: { readonly clock: Clock },
  { passes, save }: Within,
  passId: string,
): Promise<void> {
  const pass = await passes.hold(passId, everything);
  if (pass?.status !== 'PENDING') return;
  const decision = decideCancelPass(pass, 'invoice cancelled', clock.now());
  if (decision.outcome === 'accepted') await save(decision.events);
}

/**
 * Ends the passes whose time is over, a bounded number at a time. Several processes may do so at once: what one
 * holds the others leave out.
 */
export function endPasses({ clock, transact }: Pick<Ports, 'clock' | 'transact'>) {
  return async (): Promise<void> => {
    let found: number;
    do {
      found = await transact(systemCause, async ({ passes, save }) => {
        const now = clock.now();
        const over = await passes.holdOver(now, limits.passesPerRound);
        for (const pass of over) {
          const decision = decidePassOver(pass, now);
          if (decision.outcome === 'accepted') await save(decision.events);
        }
        return over.length;
      });
    } while (found === limits.passesPerRound);
  };
}
