import { GraphQLError, type ASTNode } from 'graphql';

/** Codes of refusals before anything runs. */
export type RefusalCode =
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'OPERATION_LIMIT_EXCEEDED'
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN';

/** An error with its code; `nodes` tell the client where. */
export function refusal(
  code: RefusalCode,
  message: string,
  nodes?: ASTNode | readonly ASTNode[],
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code, ...extensions } });
}

/** The operation asks for more of something than is allowed. */
export function limitExceeded(
  limit: string,
  allowed: number,
  message: string,
  nodes?: ASTNode | readonly ASTNode[],
): GraphQLError {
  return refusal('OPERATION_LIMIT_EXCEEDED', message, nodes, { limit, allowed });
}

/** The same error with a code of ours. */
export function withCode(error: GraphQLError, code: RefusalCode): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { ...error.extensions, code },
  });
}
