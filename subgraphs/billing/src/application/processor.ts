import type { ProcessorAnswer } from '../domain/hear-processor.js';
import type { PaymentMethodKind } from '../domain/payment.js';

/** What the processor is asked to do. Under one key it does it once, however often it is asked. */
export type ProcessorOperation =
  | {
      readonly kind: 'AUTHORISE';
      readonly key: string;
      readonly paymentId: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly method: PaymentMethodKind;
      readonly token: string;
    }
  | {
      readonly kind: 'CAPTURE' | 'REFUND';
      readonly key: string;
      readonly paymentId: string;
      readonly amountMinor: number;
      readonly currency: string;
    }
  /** Also what the processor has not heard of: it then refuses it when it comes. */
  | { readonly kind: 'VOID'; readonly key: string; readonly paymentId: string };

/**
 * Whoever moves the money. Called outside of any transaction; a caller gives up at `signal` and takes a throw for
 * no answer, as nobody can know what was done.
 */
export interface Processor {
  perform(operation: ProcessorOperation, signal: AbortSignal): Promise<ProcessorAnswer>;
  /** What became of the operation with this key. */
  inquire(key: string, signal: AbortSignal): Promise<ProcessorAnswer>;
}

/** The processor, asked with a deadline. */
export interface Desk {
  perform(operation: ProcessorOperation): Promise<ProcessorAnswer>;
  inquire(key: string): Promise<ProcessorAnswer>;
}

/** Asks with a deadline: what does not answer by then, or breaks, did not answer. */
export function deskOf(
  processor: Processor,
  deadlineMs: number,
  onFault: (error: unknown) => void,
): Desk {
  const ask = async (work: (signal: AbortSignal) => Promise<ProcessorAnswer>) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const overdue = new Promise<ProcessorAnswer>((resolve) => {
      signal.addEventListener('abort', () => resolve({ outcome: 'NO_ANSWER' }), { once: true });
    });
    const answer = work(signal).catch((error: unknown): ProcessorAnswer => {
      if (!signal.aborted) onFault(error);
      return { outcome: 'NO_ANSWER' };
    });
    return Promise.race([answer, overdue]);
  };
  return {
    perform: (operation) => ask((signal) => processor.perform(operation, signal)),
    inquire: (key) => ask((signal) => processor.inquire(key, signal)),
  };
}
