import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports } from '../application/ports.js';
import type { PrismaClient } from './generated/client.js';
import { noteStore, type Saving } from './note-store.js';

/**
 * Transactions over a Prisma client: what a use case saves commits together with the events of it; the relay is
 * told afterwards.
 */
export function transactions(
  prisma: PrismaClient,
  publish: Saving['publish'],
  ringDoorbell: () => void,
): Ports['transact'] {
  return async (cause, work) => {
    let hasWritten = false;
    const wrote = () => {
      hasWritten = true;
    };
    const result = await prisma.$transaction((tx) =>
      work({
        notes: noteStore({ tx, cause, publish, wrote }),
        once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
      }),
    );
    if (hasWritten) ringDoorbell();
    return result;
  };
}
