import { userError } from '@voltpark/kit/graphql/errors';

/** A duration of whole seconds in ISO 8601. */
export const duration = (seconds: number | null): string | null =>
  seconds === null ? null : `PT${Math.round(seconds)}S`;

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
