import type { z } from 'zod';

/** The environment does not fit its schema. The message lists every fault, one a line. */
export class EnvironmentError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The environment is not as it must be:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
    this.name = 'EnvironmentError';
  }
}

/**
 * Parses environment variables once, at the start, and reports every fault together.
 * Empty strings count as absent, as compose files and shells write "not set" that way.
 * @throws EnvironmentError when a variable is missing or malformed
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`),
  );
}
