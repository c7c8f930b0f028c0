import { setTimeout as wait } from 'node:timers/promises';
import { VoltparkError, type Voltpark } from './import-facilities/voltpark.js';
import { limits } from './limits.js';

/** The union member that a mutation answered. */
export type Outcome = Readonly<Record<string, unknown>> & {
  readonly __typename: string;
  readonly message?: string;
};

/** Codes of failures that are over a moment later. */
const passing = [
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'DEADLINE_EXCEEDED',
  'OVERLOADED',
  'SERVICE_UNAVAILABLE',
];

/**
 * Does what may be done twice; again when a part of the system does not answer in time.
 * @throws VoltparkError when it goes on, or fails for another reason
 */
export async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const passes =
        error instanceof VoltparkError && error.codes.some((code) => passing.includes(code));
      if (!passes || attempt >= limits.outageAttempts) throw error;
      await wait(Math.min(limits.importRetryMs * 2 ** (attempt - 1), limits.outageWaitMs));
    }
  }
}

/** Somebody, or something, that does things through the public API. */
export class Person {
  constructor(readonly voltpark: Voltpark) {}

  /**
   * Asks a query, or what may be asked twice; again when a part of the system does not answer in time.
   * @throws VoltparkError when the answer has errors
   */
  ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    return patiently(() => this.voltpark.run<Data>(query, variables));
  }

  /**
   * Runs a mutation `name(input: <Name>Input!)` and gives back its union member, a refusal too. It may be sent more than
   * once, so its input has an idempotency key or says what shall be.
   * @throws VoltparkError when the answer has errors
   */
  async try(
    name: string,
    input: Readonly<Record<string, unknown>>,
    selection = '',
  ): Promise<Outcome> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
    const data = await this.ask<Record<string, Outcome>>(
      `mutation ($input: ${type}) {
        ${name}(input: $input) { __typename ... on Refusal { message } ${selection} } }`,
      { input },
    );
    const outcome = data[name];
    if (outcome === undefined) throw new VoltparkError(`${name} answers nothing.`);
    return outcome;
  }

  /**
   * Runs a mutation that has to succeed. Contexts hear of each other's doings by events, a moment later: while the
   * answer is one of `patientWith`, it is asked again.
   * @throws VoltparkError with the refusal
   */
  async do(
    name: string,
    input: Readonly<Record<string, unknown>>,
    selection: string,
    patientWith: readonly string[] = [],
  ): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.try(name, input, selection);
      if (outcome.message === undefined) return outcome;
      if (!patientWith.includes(outcome.__typename) || attempt >= limits.hearingAttempts) {
        throw new VoltparkError(`${name}: ${outcome.__typename}: ${outcome.message}`);
      }
      await wait(limits.hearingMs);
    }
  }
}

/** A value somewhere inside an answer: `textAt(outcome, 'facility', 'id')`. @throws Error when it is no text */
export function textAt(outcome: Outcome, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | null)?.[name],
    outcome,
  );
  if (typeof found === 'string') return found;
  throw new Error(`Expected ${path.join('.')} in ${JSON.stringify(outcome)}`);
}
