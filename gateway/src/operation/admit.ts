import type { Actor } from '@voltpark/contracts';
import { getVariableValues, type GraphQLError } from 'graphql';
import type { OperationLimits } from '../limits.js';
import type { AccessRequirement, Admission, Admit } from '../ports.js';
import type { LoadedSupergraph } from '../supergraph/loaded.js';
import { valueOf, type Variables } from './cost.js';
import { limitExceeded, refusal, withCode } from './errors.js';
import { isUnkeepable, unkeepable } from './text.js';
import { OperationPreparer, type ReadyOperation } from './prepare.js';

const nothing: Variables = Object.freeze({});

/**
 * The one way in for every operation, see {@link Admit}.
 * @param supergraph the one in force at the time of each call
 * @param preparer where operations are prepared; one of its own when not shared
 */
export function createAdmit(
  supergraph: () => LoadedSupergraph,
  limits: OperationLimits,
  preparer = new OperationPreparer(limits),
): Admit {
  return (request, actor) => {
    const preparation = preparer.prepare(supergraph(), request.query, request.operationName);
    if (!preparation.ok) return { ok: false, errors: preparation.errors, status: 400 };
    const { operation } = preparation;
    const unauthorised = authorise(operation.access, actor);
    if (unauthorised) {
      const status = unauthorised.extensions['code'] === 'FORBIDDEN' ? 403 : 401;
      return { ok: false, errors: [unauthorised], status };
    }
    return withVariables(operation, request.variables ?? nothing, limits);
  };
}

/**
 * Whether the actor is who the operation needs, as a whole: null when so. The subgraphs check each field
 * again; this refusal comes early, before any of them is asked.
 */
export function authorise(access: AccessRequirement, actor: Actor): GraphQLError | null {
  if (access.isPublic) return null;
  if (actor.kind === 'ANONYMOUS')
    return refusal('UNAUTHENTICATED', 'This operation is for those who signed in.');
  const held: ReadonlySet<string> = new Set(actor.scopes);
  const unmet = access.scopes.filter(
    (alternatives) => !alternatives.some((scopes) => scopes.every((scope) => held.has(scope))),
  );
  if (unmet.length === 0) return null;
  return refusal('FORBIDDEN', 'This operation needs scopes that you do not have.', undefined, {
    requiredScopes: unmet,
  });
}

function withVariables(
  operation: ReadyOperation,
  raw: Variables,
  limits: OperationLimits,
): Admission {
  const definitions = operation.definition.variableDefinitions ?? [];
  let variables = nothing;
  if (definitions.length > 0) {
    const coerced = getVariableValues(operation.supergraph.apiSchema, definitions, raw, {
      maxErrors: limits.reportedErrors,
      hideSuggestions: true,
    });
    if (coerced.errors)
      return bad(coerced.errors.map((error) => withCode(error, 'BAD_USER_INPUT')));
    variables = coerced.coerced;
    if (isUnkeepable(variables, limits.inputDepth))
      return bad([refusal('BAD_USER_INPUT', unkeepable)]);
  }
  const { compiled } = operation;
  for (const { check } of compiled.pageSizes) {
    const fault = check(variables);
    if (fault) return bad([fault]);
  }
  const cost = valueOf(compiled.cost, variables);
  if (cost > limits.cost) {
    const message = `The operation costs ${cost}; ${limits.cost} is the most a request may cost.`;
    return bad([limitExceeded('cost', limits.cost, message)]);
  }
  return { ok: true, operation, variables };
}

const bad = (errors: readonly GraphQLError[]): Admission => ({ ok: false, errors, status: 400 });
