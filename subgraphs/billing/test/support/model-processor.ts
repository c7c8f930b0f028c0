import type { PaymentStep, ProcessorAnswer } from '../../src/domain/hear-processor.js';

interface Done {
  readonly kind: PaymentStep | 'REFUND';
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly answer: ProcessorAnswer;
}

/** What a processor did, by key: the truth that our books have to come to, whatever was heard when. */
export class ModelProcessor {
  readonly done = new Map<string, Done>();

  /** Does it under its key, once. `willing` false: it declines what it might do. */
  perform(
    key: string,
    kind: Done['kind'],
    paymentId: string,
    amountMinor: number,
    willing: boolean,
  ): ProcessorAnswer {
    const earlier = this.done.get(key);
    if (earlier !== undefined) return earlier.answer;
    const code =
      this.#ruleAgainst(kind, paymentId, amountMinor) ?? (willing ? null : 'CARD_DECLINED');
    // Voiding is never refused for want of will.
    const isDeclined = code !== null && !(kind === 'VOID' && code === 'CARD_DECLINED');
    const answer: ProcessorAnswer = isDeclined
      ? { outcome: 'DECLINED', code, explanation: 'No.' }
      : { outcome: 'APPROVED', amountMinor };
    this.done.set(key, { kind, paymentId, amountMinor, answer });
    return answer;
  }

  inquire(key: string): ProcessorAnswer {
    return this.done.get(key)?.answer ?? { outcome: 'UNHEARD_OF' };
  }

  sum(kind: Done['kind'], paymentId?: string): number {
    return [...this.done.values()]
      .filter((one) => one.kind === kind && one.answer.outcome === 'APPROVED')
      .filter((one) => paymentId === undefined || one.paymentId === paymentId)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  }

  /** What is set aside at customers' banks and neither taken nor released. */
  held(): string[] {
    return [...this.done.values()]
      .filter((one) => one.kind === 'AUTHORISE' && one.answer.outcome === 'APPROVED')
      .map(({ paymentId }) => paymentId)
      .filter((id) => this.sum('CAPTURE', id) === 0 && !this.#isVoided(id));
  }

  #isVoided(paymentId: string): boolean {
    return [...this.done.values()].some(
      (one) =>
        one.kind === 'VOID' && one.paymentId === paymentId && one.answer.outcome === 'APPROVED',
    );
  }

  #ruleAgainst(kind: Done['kind'], paymentId: string, amountMinor: number): string | null {
    switch (kind) {
      case 'AUTHORISE':
        return this.#isVoided(paymentId) ? 'VOIDED' : null;
      case 'CAPTURE':
        return this.#isVoided(paymentId) || amountMinor > this.sum('AUTHORISE', paymentId)
          ? 'NOT_AUTHORISED'
          : null;
      case 'VOID':
        return this.sum('CAPTURE', paymentId) > 0 ? 'ALREADY_CAPTURED' : null;
      case 'REFUND':
        return this.sum('REFUND', paymentId) + amountMinor > this.sum('CAPTURE', paymentId)
          ? 'ABOVE_CAPTURED'
          : null;
    }
  }
}
