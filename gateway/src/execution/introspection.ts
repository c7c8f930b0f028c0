import {
  executeSync,
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { CollectedField, Selections } from './selection.js';

/** The JSON text of an introspection field's answer. */
export type IntrospectionText = (variables: Readonly<Record<string, unknown>>) => string;

/**
 * Compiles a root field `__schema` or `__type`. It is answered from the API schema by graphql-js; the answer
 * to one without variables is always the same and is worked out once, when first asked for.
 */
export function compileIntrospection(
  selections: Selections,
  operation: OperationDefinitionNode,
  field: CollectedField,
): IntrospectionText {
  const used = variablesOf([...field.nodes, ...selections.fragments]);
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: operation.operation,
        variableDefinitions: (operation.variableDefinitions ?? []).filter((definition) =>
          used.has(definition.variable.name.value),
        ),
        selectionSet: { kind: Kind.SELECTION_SET, selections: field.nodes },
      },
      ...selections.fragments,
    ],
  };
  const answer = (variables: Readonly<Record<string, unknown>>): string => {
    const result = executeSync({
      schema: selections.schema,
      document,
      rootValue: {},
      variableValues: variables,
    });
    if (result.errors?.[0]) throw result.errors[0];
    return JSON.stringify(result.data?.[field.responseName] ?? null);
  };
  if (used.size > 0) return answer;
  let known: string | undefined;
  return (variables) => (known ??= answer(variables));
}

function variablesOf(nodes: readonly ASTNode[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    visit(node, {
      Variable(variable) {
        names.add(variable.name.value);
      },
    });
  }
  return names;
}
