/**
 * The outcome of a decision: events that happened, or a typed refusal. A decision is a pure function of
 * state and command; time, ids and prices come in as values.
 */
export type Decision<Event, Refusal> =
  | { readonly outcome: 'accepted'; readonly events: readonly Event[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/**
 * A refusal: `type` is the name of its GraphQL type, `message` says why in one sentence, everything else is
 * what a caller needs to go on.
 */
export interface Refusal {
  readonly type: string;
  readonly message: string;
}

/** The command is granted, and this is what happened. No events: nothing had to change. */
export function accepted<const Event>(...events: readonly Event[]): Decision<Event, never> {
  return { outcome: 'accepted', events };
}

/** The command is not granted, for this reason. */
export function refused<const R extends Refusal>(refusal: R): Decision<never, R> {
  return { outcome: 'refused', refusal };
}

/** Refusals that every context knows; see `contracts/graphql/common.graphql`. */
export type CommonRefusal =
  | { readonly type: 'InvalidInput'; readonly message: string; readonly field: string }
  | {
      readonly type: 'NotFound';
      readonly message: string;
      readonly entity: string;
      readonly key: string;
    }
  | { readonly type: 'NotPermitted'; readonly message: string }
  | {
      readonly type: 'IdempotencyKeyReused';
      readonly message: string;
      readonly idempotencyKey: string;
    };

/** The input's `field` (path with dots) breaks a rule. */
export const invalidInput = (field: string, message: string) =>
  ({ type: 'InvalidInput', field, message }) as const;

/** There is no such thing, or not for the one who asks. */
export const notFound = (entity: string, key: string) =>
  ({ type: 'NotFound', entity, key, message: `There is no ${entity} "${key}".` }) as const;

/** Others may, this actor may not. */
export const notPermitted = (message = 'You may not do this.') =>
  ({ type: 'NotPermitted', message }) as const;

/** For the end of an exhaustive `switch`: the compiler proves it is never reached. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
