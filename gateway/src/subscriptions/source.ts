import {
  Kind,
  parse,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type VariableNode,
} from 'graphql';
import type { PreparedOperation } from '../ports.js';

/** Where a subscription goes on; the convention of every subscription field of Voltpark. */
const afterArgument = 'after';
/** Variable for operations that do not give `after` as a variable of its own. */
const ownVariable = 'liveAfter';
const ownVariableNode: VariableNode = {
  kind: Kind.VARIABLE,
  name: { kind: Kind.NAME, value: ownVariable },
};

/** What the text of a client's subscription says about going on behind a cursor. */
export interface AfterUse {
  /** Whether the subscription field takes `after` at all. */
  readonly isResumable: boolean;
  /** The type of the argument, as written in a variable definition. */
  readonly type: string;
  /** The client's variable for `after`, when it is used for nothing else. */
  readonly variable: string | undefined;
  /** The cursor that the client's variables, or the text itself, ask for. */
  cursorIn(variables: Readonly<Record<string, unknown>>): string | null;
}

const uses = new WeakMap<PreparedOperation, AfterUse>();

/** Reads how a subscription uses `after`. Kept per prepared operation. */
export function afterUseOf(operation: PreparedOperation): AfterUse {
  const known = uses.get(operation);
  if (known) return known;
  const use = readAfterUse(
    operation.document,
    operation.operationName,
    operation.supergraph.apiSchema,
  );
  uses.set(operation, use);
  return use;
}

function readAfterUse(
  document: DocumentNode,
  operationName: string | undefined,
  schema: GraphQLSchema,
): AfterUse {
  const field = rootField(document, operationName);
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  const argument = fields[field?.name.value ?? '']?.args.find(({ name }) => name === afterArgument);
  const type = argument ? String(argument.type) : 'String';
  const given = field ? argumentOf(field) : undefined;
  const variable = given?.value.kind === Kind.VARIABLE ? given.value.name.value : undefined;
  return {
    isResumable: argument !== undefined && !type.endsWith('!'),
    type,
    variable: variable !== undefined && countUses(document, variable) === 1 ? variable : undefined,
    cursorIn(variables) {
      const value =
        variable === undefined
          ? given?.value.kind === Kind.STRING && given.value.value
          : variables[variable];
      return typeof value === 'string' && value !== '' ? value : null;
    },
  };
}

/** A subgraph operation whose `after` is taken from one variable. */
export interface ResumableQuery {
  readonly query: string;
  readonly variable: string;
}

/**
 * Makes the `after` of a subgraph operation a variable of its own, whether the client gave it as a variable,
 * as a literal or not at all, so that a broken upstream can be taken up again behind any cursor.
 */
export function resumableQuery(query: string, type: string): ResumableQuery {
  const document = parse(query, { noLocation: true });
  const field = rootField(document, undefined);
  if (field === undefined) throw new Error('A subscription without a field.');
  const given = argumentOf(field);
  const variable = given?.value.kind === Kind.VARIABLE ? given.value.name.value : undefined;
  const isItsOwn = variable !== undefined && countUses(document, variable) === 1;
  if (isItsOwn) return { query, variable };
  const rewritten = visit(document, {
    OperationDefinition: (operation) => ({
      ...operation,
      variableDefinitions: [
        ...(operation.variableDefinitions ?? []),
        {
          kind: Kind.VARIABLE_DEFINITION,
          variable: ownVariableNode,
          type: parseType(type, { noLocation: true }),
        },
      ],
    }),
    Field: (node) => (node === field ? withAfter(node) : undefined),
  });
  return { query: print(rewritten), variable: ownVariable };
}

function withAfter(field: FieldNode): FieldNode {
  const argument: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: afterArgument },
    value: ownVariableNode,
  };
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== afterArgument);
  return { ...field, arguments: [...others, argument] };
}

function argumentOf(field: FieldNode): ArgumentNode | undefined {
  return field.arguments?.find(({ name }) => name.value === afterArgument);
}

/** The one field of a subscription, inside fragments if need be. */
function rootField(
  document: DocumentNode,
  operationName: string | undefined,
): FieldNode | undefined {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || definition.name?.value === operationName),
  );
  return operation && firstField(document, operation.selectionSet);
}

function firstField(
  document: DocumentNode,
  { selections }: SelectionSetNode,
): FieldNode | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (definition) =>
              definition.kind === Kind.FRAGMENT_DEFINITION &&
              definition.name.value === selection.name.value,
          );
    const found = inner && 'selectionSet' in inner && inner.selectionSet;
    const field = found ? firstField(document, found) : undefined;
    if (field) return field;
  }
  return undefined;
}

function countUses(document: DocumentNode, variable: string): number {
  let count = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === variable) count += 1;
    },
  });
  return count;
}
