import type { ProcessorOperation } from '../application/processor.js';

type Kind = ProcessorOperation['kind'];

/** How the simulated processor takes an operation. */
export interface Manner {
  /** What it does in the end; null: what is right. */
  readonly declines: { readonly code: string; readonly explanation: string } | null;
  /** NEVER: it does it, and the answer gets lost. CONTRARY: it answers "declined" and does it all the same. */
  readonly answers: 'AT_ONCE' | 'NEVER' | 'CONTRARY';
  /** How long the request is on its way; null: it gets lost. */
  readonly arrivesAfterMs: number | null;
  /** How many webhooks tell of it, each with an id of its own. */
  readonly webhooks: number;
  readonly webhookAfterMs: number;
  /** Whether the first webhook is delivered before the answer. */
  readonly isWebhookFirst: boolean;
}

const plain: Manner = {
  declines: null,
  answers: 'AT_ONCE',
  arrivesAfterMs: 0,
  webhooks: 1,
  webhookAfterMs: 0,
  isWebhookFirst: false,
};

const unanswered = { ...plain, answers: 'NEVER', webhookAfterMs: 3_000 } as const;

const declines = (code: string, explanation: string): Manner => ({
  ...plain,
  declines: { code, explanation },
});

const cardDeclined = { code: 'CARD_DECLINED', explanation: 'The card was declined.' };

/**
 * What a token makes the simulated processor do. Every other token that begins with `tok_` works at once; whatever
 * does not is declined.
 */
const behaviours: Readonly<Record<string, Partial<Record<Kind, Manner>>>> = {
  tok_declined: { AUTHORISE: { ...plain, declines: cardDeclined } },
  tok_insufficient_funds: {
    AUTHORISE: declines('INSUFFICIENT_FUNDS', 'There is not enough money on the account.'),
  },
  tok_expired_card: { AUTHORISE: declines('EXPIRED_CARD', 'The card has expired.') },
  /** The answer gets lost, a webhook tells of it 3 seconds later. */
  tok_timeout_then_ok: { AUTHORISE: unanswered },
  tok_timeout_then_declined: { AUTHORISE: { ...unanswered, declines: cardDeclined } },
  /** Neither an answer nor a webhook: one has to ask. */
  tok_timeout_silent: { AUTHORISE: { ...unanswered, webhooks: 0 } },
  /** The request itself is on its way for a minute. */
  tok_late: { AUTHORISE: { ...unanswered, arrivesAfterMs: 60_000, webhookAfterMs: 60_000 } },
  tok_lost: { AUTHORISE: { ...unanswered, arrivesAfterMs: null, webhooks: 0 } },
  /** The answer, and two webhooks that say the same again. */
  tok_answers_twice: {
    AUTHORISE: { ...plain, webhooks: 2 },
    CAPTURE: { ...plain, webhooks: 2 },
    REFUND: { ...plain, webhooks: 2 },
  },
  /** The webhook is there before the answer. */
  tok_webhook_first: {
    AUTHORISE: { ...plain, isWebhookFirst: true },
    CAPTURE: { ...plain, isWebhookFirst: true },
    REFUND: { ...plain, isWebhookFirst: true },
  },
  /** Says no, and 3 seconds later yes. */
  tok_declined_then_ok: { AUTHORISE: { ...plain, answers: 'CONTRARY', webhookAfterMs: 3_000 } },
  tok_capture_declined: { CAPTURE: { ...plain, declines: cardDeclined } },
  tok_capture_timeout_then_ok: { CAPTURE: unanswered },
  tok_capture_timeout_silent: { CAPTURE: { ...unanswered, webhooks: 0 } },
  tok_refund_declined: {
    REFUND: declines('REFUND_DECLINED', 'The account of the card was closed.'),
  },
  tok_refund_timeout_then_ok: { REFUND: unanswered },
  tok_refund_timeout_silent: { REFUND: { ...unanswered, webhooks: 0 } },
};

/** How an operation with this token is taken. */
export function mannerOf(token: string, kind: Kind): Manner {
  if (!token.startsWith('tok_')) return declines('INVALID_TOKEN', 'The token is not known.');
  return behaviours[token]?.[kind] ?? plain;
}
