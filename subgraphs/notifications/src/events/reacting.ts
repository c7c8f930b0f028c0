import type { DataOf, Envelope, EventDefinition } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Stores } from '../application/ports.js';
import { tell, type Telling } from '../application/tell.js';
import type { Occasion } from '../domain/notice.js';

/** What reactions need: the stores of the inbox's transaction, time and ids. */
export interface Reacting<Tx> extends Pick<Telling, 'newId'> {
  readonly now: () => Date;
  readonly storesIn: (tx: Tx) => Stores;
}

/** Whom something concerns, and what of an occasion is not in every event. */
export type Concern = Pick<Occasion, 'kind' | 'facts' | 'customerId'> & {
  /** What makes several events one notice; without it each event is one. */
  readonly sourceId?: string;
  readonly expiresAt?: string | null;
  /** When it happened; without it, the event's own time. */
  readonly at?: string;
};

/** Every event of whose data one tells where it happened. */
interface Somewhere {
  readonly tenantId: string;
  readonly facilityId?: string | null;
}

/** Tells those concerned of an event; null: nobody needs to hear of it. */
export function telling<Definition extends EventDefinition, Tx>(
  { now, newId, storesIn }: Reacting<Tx>,
  definition: Definition,
  concern: (data: DataOf<Definition> & Somewhere) => Concern | null,
): Reaction<Tx> {
  const handle = async (event: Envelope, tx: Tx) => {
    const data = event.data as DataOf<Definition> & Somewhere;
    const told = concern(data);
    if (told === null) return;
    const { customerId, kind, facts, sourceId, expiresAt, at } = told;
    const occasion: Occasion = {
      ...{ kind, facts, customerId, sourceId: sourceId ?? event.id },
      ...{ tenantId: data.tenantId, facilityId: data.facilityId ?? null },
      occurredAt: new Date(at ?? event.time),
      expiresAt: expiresAt == null ? null : new Date(expiresAt),
    };
    await tell(storesIn(tx), { now: now(), newId }, occasion);
  };
  return on(definition, handle);
}
