import { BoundedMap } from '@voltpark/kit/bounded-map';
import {
  getOperationAST,
  GraphQLError,
  parse,
  print,
  specifiedRules,
  validate,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { createHash } from 'node:crypto';
import { preparationCacheLimits, type OperationLimits } from '../limits.js';
import type { PreparedOperation } from '../ports.js';
import type { LoadedSupergraph } from '../supergraph/loaded.js';
import { boundDocument } from './bounds.js';
import { compileOperation, type CompiledOperation } from './compile.js';
import { limitExceeded, refusal, withCode } from './errors.js';
import { fragmentsOf } from './expansion.js';
import { documentHoldsNul, unkeepable } from './text.js';

/** A prepared operation and what each request of it is checked with. */
export interface ReadyOperation extends PreparedOperation {
  readonly definition: OperationDefinitionNode;
  readonly compiled: CompiledOperation;
}

/** Ready to be admitted, or why it never will be. */
export type Preparation =
  | { readonly ok: true; readonly operation: ReadyOperation }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/** Prepares operations: parse, limits, validation, cost and access rules, each text once a supergraph. */
export class OperationPreparer {
  /** By supergraph, so that a reload forgets everything and what runs on the old one keeps its own. */
  readonly #prepared = new WeakMap<
    LoadedSupergraph,
    BoundedMap<string, Map<string | undefined, ReadyOperation>>
  >();

  constructor(readonly limits: OperationLimits) {}

  /** @param operationName null and the empty string count as none, as clients send them so */
  prepare(
    supergraph: LoadedSupergraph,
    query: string,
    operationName: string | null | undefined,
  ): Preparation {
    const name = operationName || undefined;
    let known = this.#prepared.get(supergraph);
    if (!known) {
      known = new BoundedMap(preparationCacheLimits.entries);
      this.#prepared.set(supergraph, known);
    }
    const sameText = known.get(query);
    const operation = sameText?.get(name);
    if (operation) return { ok: true, operation };

    const preparation = prepareAnew(supergraph, query, name, this.limits);
    if (preparation.ok && query.length <= preparationCacheLimits.textLength) {
      if (sameText) sameText.set(name, preparation.operation);
      else known.set(query, new Map([[name, preparation.operation]]));
    }
    return preparation;
  }
}

function prepareAnew(
  supergraph: LoadedSupergraph,
  query: string,
  name: string | undefined,
  limits: OperationLimits,
): Preparation {
  const document = parseBounded(query, limits);
  if (document instanceof GraphQLError) return refuse(document);
  const unbounded = boundDocument(document, limits);
  if (unbounded) return refuse(unbounded);
  const invalid = validate(supergraph.apiSchema, document, specifiedRules, {
    maxErrors: limits.reportedErrors,
    hideSuggestions: true,
  });
  if (invalid.length > 0)
    return refuse(...invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')));

  const definition = getOperationAST(document, name);
  if (!definition) return refuse(unresolved(name));
  if (documentHoldsNul(document)) return refuse(refusal('BAD_USER_INPUT', unkeepable));
  const compiled = compileOperation(
    definition,
    fragmentsOf(document),
    supergraph.apiSchema,
    supergraph.rules,
    limits,
  );
  if (compiled.faults.length > 0) return refuse(...compiled.faults);
  // What a client writes differently but means alike is one operation to executor and live groups.
  const digest = createHash('sha256').update(print(document)).digest('base64url');
  return {
    ok: true,
    operation: {
      key: `${supergraph.version}:${digest}:${name ?? ''}`,
      kind: definition.operation,
      document,
      operationName: name,
      access: compiled.access,
      supergraph,
      definition,
      compiled,
    },
  };
}

function parseBounded(query: string, limits: OperationLimits): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: limits.tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // graphql-js has no code for it, only a sentence.
    if (error.message.includes('tokens. Parsing aborted')) {
      const message = `The document has more than ${limits.tokens} tokens.`;
      return limitExceeded('tokens', limits.tokens, message);
    }
    return withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

const refuse = (...errors: readonly GraphQLError[]): Preparation => ({ ok: false, errors });

const unresolved = (name: string | undefined): GraphQLError =>
  refusal(
    'OPERATION_RESOLUTION_FAILURE',
    name === undefined
      ? 'The document must contain exactly one operation, or the request must name one.'
      : `The document has no operation "${name}".`,
  );
