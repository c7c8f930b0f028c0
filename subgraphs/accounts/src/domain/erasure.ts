import type { ErasureStep, OpenMatter, Person, PersonAnswer } from '@voltpark/contracts';
import { accepted, refused, type Decision } from '@voltpark/kit/decision';

/** A person who asked to be forgotten. */
export interface Erasure {
  readonly id: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly status: 'WAITING' | 'FORGETTING' | 'SEALING' | 'DONE' | 'WITHDRAWN';
  readonly requestedAt: Date;
  readonly begunAt: Date | null;
  readonly endedAt: Date | null;
  /** Counts its published events. */
  readonly version: number;
}

/** How far one context is, as it said last. */
export interface ContextAnswer {
  readonly context: string;
  readonly step: ErasureStep;
  readonly outcome: PersonAnswer['outcome'];
  readonly open: readonly OpenMatter[];
  readonly found: PersonAnswer['found'];
  readonly kept: PersonAnswer['kept'];
}

export type ErasureEvent =
  | { readonly type: 'ErasureRequested'; readonly erasure: Erasure; readonly person: Person }
  | { readonly type: 'ErasureBegun'; readonly erasure: Erasure; readonly person: Person }
  | { readonly type: 'ErasureSealed'; readonly erasure: Erasure }
  | { readonly type: 'ErasureWithdrawn'; readonly erasure: Erasure }
  | {
      readonly type: 'CustomerErased';
      readonly erasure: Erasure;
      readonly answers: readonly ContextAnswer[];
    };

/** The step that a status waits for. */
const stepOf = { WAITING: 'ASKED', FORGETTING: 'FORGET', SEALING: 'SEAL' } as const;

/** What is known when it is decided how an erasure goes on. */
export interface ErasureProgress {
  readonly answers: readonly ContextAnswer[];
  /** Every context that knows people. */
  readonly contexts: readonly string[];
  readonly now: Date;
  /** How long after it began nobody can act as the person any more. */
  readonly tokensLiveMs: number;
}

/** True when an answer says that what the erasure waits for is done in its context. */
export function isAnswerDone(erasure: Pick<Erasure, 'status'>, answer: ContextAnswer): boolean {
  if (erasure.status === 'WITHDRAWN') return false;
  const step = erasure.status === 'DONE' ? 'SEAL' : stepOf[erasure.status];
  return answer.step === step && answer.outcome === 'DONE';
}

/** True when every context has said that the step of the erasure is done. */
function isStepDone(erasure: Erasure, { answers, contexts }: ErasureProgress): boolean {
  return contexts.every((context) =>
    answers.some((answer) => answer.context === context && isAnswerDone(erasure, answer)),
  );
}

/**
 * How an erasure goes on: it begins when nothing is open anywhere, is sealed when every context has forgotten and no
 * access token of the person can be heard any more, and is done when every context has sealed.
 * @param person who it is; needed to begin
 */
export function decideErasureGoesOn(
  erasure: Erasure,
  person: Person,
  progress: ErasureProgress,
): Decision<ErasureEvent, never> {
  if (erasure.endedAt !== null || !isStepDone(erasure, progress)) return accepted();
  const { now, answers } = progress;
  const version = erasure.version + 1;
  if (erasure.status === 'WAITING') {
    const begun = { ...erasure, status: 'FORGETTING', begunAt: now, version } as const;
    return accepted({ type: 'ErasureBegun', erasure: begun, person } as const);
  }
  if (erasure.status === 'FORGETTING') {
    const heardUntil = (erasure.begunAt?.getTime() ?? 0) + progress.tokensLiveMs;
    if (now.getTime() < heardUntil) return accepted();
    return accepted({
      type: 'ErasureSealed',
      erasure: { ...erasure, status: 'SEALING', version },
    } as const);
  }
  const done = { ...erasure, status: 'DONE', endedAt: now, version } as const;
  return accepted({ type: 'CustomerErased', erasure: done, answers } as const);
}

/** What was begun cannot be taken back. */
export interface ErasureHasBegun {
  readonly type: 'ErasureHasBegun';
  readonly message: string;
  readonly erasureId: string;
}

/** Takes the wish to be forgotten back, as long as nothing was forgotten. */
export function decideWithdrawErasure(
  erasure: Erasure,
  now: Date,
): Decision<ErasureEvent, ErasureHasBegun> {
  if (erasure.status === 'WITHDRAWN') return accepted();
  if (erasure.status !== 'WAITING') {
    return refused({
      type: 'ErasureHasBegun',
      message: 'The erasure has begun and cannot be taken back.',
      erasureId: erasure.id,
    } as const);
  }
  const withdrawn = { ...erasure, status: 'WITHDRAWN', endedAt: now } as const;
  return accepted({
    type: 'ErasureWithdrawn',
    erasure: { ...withdrawn, version: erasure.version + 1 },
  } as const);
}
