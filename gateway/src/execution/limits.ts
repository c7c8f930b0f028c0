/** Named limits of the executor. */
export const executionLimits = {
  /** Compiled operations kept for one supergraph; the least recently used goes first. */
  compiledOperations: 1_000,
  /**
   * Programs kept for one operation, one for each combination of the variables in its `@include`/`@skip`.
   * A client could ask for 2ⁿ of them; beyond this number the least recently used is compiled again.
   */
  programsPerOperation: 16,
  /** Representations in one `_entities` request; more are sent as several requests at once. */
  representationsPerRequest: 1_000,
  /** Operations planned for a new supergraph before it comes into force. */
  prewarmedOperations: 100,
  /** Errors in one answer; a thousand broken entities need not be told one by one. */
  errorsPerResult: 200,
} as const;
