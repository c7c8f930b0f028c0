import { requestHashOf } from '@voltpark/kit/idempotency';
import type { Cause, Earlier, OnceRequest } from '../application/ports.js';
import { slotOf } from './rows.js';
import { slotRow, type SlotJson } from './json-rows.js';

/** What was remembered under the key, as `rememberedSql` gives it. */
export interface EarlierJson {
  readonly earlier: { readonly requestHash: string; readonly sessionId: string | null } | null;
}

/** What both halves of the gate hand to their statements about the idempotency key. */
export const onceOf = (cause: Cause, { idempotencyKey, operation }: OnceRequest) => ({
  idempotencyKey,
  operation,
  actorId: cause.actor.id,
});

export function earlierOf(earlier: EarlierJson['earlier'], once: OnceRequest): Earlier {
  if (earlier?.sessionId == null) return { earlier: 'NONE' };
  return earlier.requestHash === requestHashOf(once.input)
    ? { earlier: 'SAME', sessionId: earlier.sessionId }
    : { earlier: 'OTHER' };
}

/** The one row of a statement that always gives one. */
export function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('The statement always gives one row.');
  return row;
}

export const slotFrom = (slot: SlotJson | null, levelName: string | null) =>
  slot === null ? null : slotOf({ ...slotRow(slot), level: { name: levelName ?? '' } });

/** Name of the constraint, in errors of unique violations. */
const keyConstraint = 'idempotency_pkey';

/** The same key was used at the same time: nothing has happened, and the next look finds what the other did. */
export async function unlessKeyInUse<Row>(rows: Promise<Row[]>): Promise<Row[]> {
  try {
    return await rows;
  } catch (error) {
    const isKey =
      error instanceof Error && 'constraint' in error && error.constraint === keyConstraint;
    if (isKey) return [];
    throw error;
  }
}
