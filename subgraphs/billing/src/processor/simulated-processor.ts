import type { Clock } from '@voltpark/kit/clock';
import type { Processor, ProcessorOperation } from '../application/processor.js';
import type { ProcessorAnswer } from '../domain/hear-processor.js';
import { mannerOf, type Manner } from './simulated-behaviour.js';
import type { Books, SimulatedOperation, SimulatedStore } from './simulated-store.js';
import { signWebhook, type SignedWebhook } from './webhook-signature.js';

/** A processor that can be told to deliver what it has to tell. */
export interface SimulatedProcessor extends Processor {
  /** Delivers the webhooks that are due; those that are not taken come again. */
  deliverWebhooks(): Promise<void>;
}

export interface SimulatedParts {
  readonly store: SimulatedStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly secret: Buffer;
  /** Brings a webhook to whoever listens; true when it was taken. */
  readonly deliver: (webhook: SignedWebhook) => Promise<boolean>;
}

const hangMs = 400;
const retryMs = 5_000;
const batch = 50;

/**
 * Stands for a payment processor: keeps books of its own, is asked by key, holds to its rules (nothing is captured
 * that was not authorised, nothing above it, nothing refunded above what was captured), and misbehaves as the token
 * says, see {@link mannerOf}.
 */
export function simulatedProcessor(parts: SimulatedParts): SimulatedProcessor {
  const { store, clock } = parts;
  return {
    async perform(operation, signal) {
      const done = await store.inTurn(operation.paymentId, (books, earlier) =>
        take(parts, books, operation, earlier),
      );
      if (done === null) return lost(signal);
      const { row, manner, isNew } = done;
      if (isNew && manner.isWebhookFirst) await deliverWebhooks(parts);
      // Asked again under the same key it answers, and says what it did.
      if (isNew && manner.answers === 'NEVER') return lost(signal);
      if (row.arrivesAt > clock.now()) return lost(signal);
      if (isNew && manner.answers === 'CONTRARY') {
        return {
          outcome: 'DECLINED',
          code: 'CARD_DECLINED',
          explanation: 'The card was declined.',
        };
      }
      return answerOf(row);
    },
    async inquire(key) {
      const row = await store.find(key);
      if (row === null || row.arrivesAt > clock.now()) return { outcome: 'UNHEARD_OF' };
      return answerOf(row);
    },
    deliverWebhooks: () => deliverWebhooks(parts),
  };
}

/** Enters an operation into the books, once. Null: it gets lost on the way. */
async function take(
  { clock, newId }: SimulatedParts,
  books: Books,
  operation: ProcessorOperation,
  earlier: readonly SimulatedOperation[],
): Promise<{ row: SimulatedOperation; manner: Manner; isNew: boolean } | null> {
  const authorised = earlier.find(({ kind }) => kind === 'AUTHORISE');
  const token = operation.kind === 'AUTHORISE' ? operation.token : (authorised?.token ?? 'tok_ok');
  const manner = mannerOf(token, operation.kind);
  const known = earlier.find(({ id }) => id === operation.key);
  if (known !== undefined) return { row: known, manner, isNew: false };
  if (manner.arrivesAfterMs === null) return null;
  const now = clock.now();
  const refusal = ruleAgainst(operation, earlier, now) ?? manner.declines;
  const row: SimulatedOperation = {
    id: operation.key,
    kind: operation.kind,
    paymentId: operation.paymentId,
    amountMinor: 'amountMinor' in operation ? operation.amountMinor : 0,
    currency: 'currency' in operation ? operation.currency : (authorised?.currency ?? ''),
    token,
    outcome: refusal === null ? 'APPROVED' : 'DECLINED',
    code: refusal?.code ?? null,
    explanation: refusal?.explanation ?? null,
    arrivesAt: new Date(now.getTime() + manner.arrivesAfterMs),
  };
  await books.add(row);
  if (operation.kind === 'VOID' && authorised !== undefined && authorised.arrivesAt > now) {
    // What is voided before it arrives is refused when it does.
    await books.decline(authorised.id, 'VOIDED', 'The payment was voided before.');
  }
  const dueAt = new Date(now.getTime() + manner.webhookAfterMs);
  for (let count = 0; count < manner.webhooks; count += 1) {
    await books.tell(`msg_${newId()}`, row.id, dueAt);
  }
  return { row, manner, isNew: true };
}

/** What a processor never does, whatever it is asked. */
function ruleAgainst(
  operation: ProcessorOperation,
  earlier: readonly SimulatedOperation[],
  now: Date,
): Manner['declines'] {
  const approved = earlier.filter(
    ({ outcome, arrivesAt }) => outcome === 'APPROVED' && arrivesAt <= now,
  );
  const of = (kind: ProcessorOperation['kind']) => approved.filter((one) => one.kind === kind);
  const amountOf = (kind: ProcessorOperation['kind']) =>
    of(kind).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const isVoided = of('VOID').length > 0;
  switch (operation.kind) {
    case 'AUTHORISE':
      return isVoided ? declining('VOIDED', 'The payment was voided before.') : null;
    case 'CAPTURE':
      return isVoided || operation.amountMinor > amountOf('AUTHORISE')
        ? declining('NOT_AUTHORISED', 'This was not authorised.')
        : null;
    case 'VOID':
      return of('CAPTURE').length > 0
        ? declining('ALREADY_CAPTURED', 'The payment was captured.')
        : null;
    case 'REFUND':
      return amountOf('REFUND') + operation.amountMinor > amountOf('CAPTURE')
        ? declining('ABOVE_CAPTURED', 'This is more than was captured.')
        : null;
  }
}

const declining = (code: string, explanation: string) => ({ code, explanation });

function answerOf({
  outcome,
  amountMinor,
  code,
  explanation,
}: SimulatedOperation): ProcessorAnswer {
  if (outcome === 'APPROVED') return { outcome, amountMinor };
  return { outcome, code: code ?? 'DECLINED', explanation: explanation ?? 'It was declined.' };
}

/** An answer that never comes: the line hangs for a while and breaks. */
function lost(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => {
      clearTimeout(broken);
      reject(new Error('The line to the simulated processor broke.'));
    };
    const broken = setTimeout(fail, hangMs);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

async function deliverWebhooks(parts: SimulatedParts): Promise<void> {
  const { store, clock, secret, deliver } = parts;
  const now = clock.now();
  const retryAt = new Date(now.getTime() + retryMs);
  for (const { id, operation } of await store.takeWebhooks(now, retryAt, batch)) {
    const body = JSON.stringify({
      type: 'operation.finished',
      timestamp: now.toISOString(),
      data: {
        kind: operation.kind,
        key: operation.id,
        paymentId: operation.paymentId,
        refundId: operation.kind === 'REFUND' ? operation.id.replace(/\.refund$/, '') : null,
        ...answerOf(operation),
      },
    });
    const wasTaken = await deliver(signWebhook(secret, { id, body, at: now }));
    if (wasTaken) await store.settleWebhook(id);
  }
}
