import { userError } from '@voltpark/kit/graphql/errors';

/** A duration in ISO 8601, to the whole second. */
export const wholeDuration = (seconds: number): string => `PT${Math.round(seconds)}S`;

/** The same of what may be unknown. */
export const duration = (seconds: number | null): string | null =>
  seconds === null ? null : wholeDuration(seconds);

interface Refused {
  readonly type: 'InvalidInput';
  readonly message: string;
}

const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' &&
  answer !== null &&
  'type' in answer &&
  answer.type === 'InvalidInput';

/** The answer of a use case; a question that breaks a rule is an error of the caller's. */
export async function answered<Result>(result: Promise<Result>): Promise<Exclude<Result, Refused>> {
  const answer = await result;
  if (isRefused(answer)) throw userError(answer.message);
  return answer as Exclude<Result, Refused>;
}
