import type { GraphQLFormattedError } from 'graphql';
import type { Admission, Executor } from '../ports.js';
import { formatError } from './errors.js';
import type { RequestState } from './pipeline.js';

/** What running an operation gave, ready for clients. */
export interface RunResult {
  /** JSON text of `data`; undefined when execution did not begin. */
  readonly dataJson: string | undefined;
  /** Masked, with codes and the correlation id. */
  readonly errors: readonly GraphQLFormattedError[];
  /** The HTTP status: 200 for everything that began. */
  readonly status: number;
}

/** Runs an admitted operation and notes the codes of its errors. */
export async function runAdmitted(
  executor: Executor,
  admitted: Extract<Admission, { ok: true }>,
  state: RequestState,
): Promise<RunResult> {
  const { operation, variables } = admitted;
  const { dataJson, errors } = await executor.execute(operation, variables, state.request);
  if (errors.length === 0) return { dataJson, errors, status: 200 };
  const formatted = errors.map((error) => formatError(error, state.request.correlationId));
  state.codes = formatted.map((error) => String(error.extensions?.['code']));
  return { dataJson, errors: formatted, status: statusOf(dataJson, state.codes) };
}

function statusOf(dataJson: string | undefined, codes: readonly string[]): number {
  if (dataJson !== undefined) return 200;
  return codes.every((code) => code === 'BAD_USER_INPUT') ? 400 : 500;
}
