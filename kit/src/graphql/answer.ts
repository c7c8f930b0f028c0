import type { Refusal } from '../decision.js';

/** A refusal as a member of a result union: its `type` is the GraphQL type. */
export type Refused<R extends Refusal> = R extends Refusal
  ? Omit<R, 'type'> & { readonly __typename: R['type'] }
  : never;

/** What {@link answer} makes of a use case's result. */
export type Answer<Result> = Result extends { readonly __typename: string }
  ? Result
  : Result extends Refusal
    ? Refused<Result>
    : Result;

/**
 * A use case's result as a member of the mutation's result union: a refusal `{ type, message, … }` becomes
 * `{ __typename: type, message, … }`; a success, which names its `__typename` itself, passes unchanged.
 */
export function answer<Result extends { readonly __typename: string } | Refusal>(
  result: Result,
): Answer<Result> {
  if ('__typename' in result) return result as Answer<Result>;
  const { type, ...data } = result;
  return { ...data, __typename: type } as Answer<Result>;
}

/** True for `{ type, message, … }`, a refusal not yet made into an answer. */
export function isRefusal<Result extends object>(
  result: Result,
): result is Extract<Result, Refusal> {
  return 'type' in result && 'message' in result && !('__typename' in result);
}
