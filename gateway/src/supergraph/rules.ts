import {
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
} from 'graphql';

/** What `@listSize` says of a list's length. */
export interface ListSizeRule {
  readonly assumedSize: number | undefined;
  readonly slicingArguments: readonly string[];
  readonly sizedFields: readonly string[];
}

/** What one needs to be: alternatives of scopes, all scopes of one alternative; empty is "signed in". */
export type AccessRule = readonly (readonly string[])[];

/** The rules that the directives of a supergraph express, by coordinate: `Type` or `Type.field`. */
export interface SupergraphRules {
  readonly access: ReadonlyMap<string, readonly AccessRule[]>;
  readonly weight: ReadonlyMap<string, number>;
  /** Weights of arguments, by `Type.field.argument`. */
  readonly argumentWeight: ReadonlyMap<string, number>;
  readonly listSize: ReadonlyMap<string, ListSizeRule>;
}

/** Reads `@authenticated`, `@requiresScopes`, `@cost` and `@listSize`, as composition writes them. */
export function readRules(supergraph: DocumentNode): SupergraphRules {
  const access = new Map<string, AccessRule[]>();
  const weight = new Map<string, number>();
  const argumentWeight = new Map<string, number>();
  const listSize = new Map<string, ListSizeRule>();

  const read = (
    coordinate: string,
    directives: readonly ConstDirectiveNode[] | undefined,
  ): void => {
    for (const directive of directives ?? []) {
      switch (directive.name.value) {
        case 'authenticated':
          access.set(coordinate, [...(access.get(coordinate) ?? []), []]);
          break;
        case 'requiresScopes':
          access.set(coordinate, [
            ...(access.get(coordinate) ?? []),
            argument(directive, 'scopes') as AccessRule,
          ]);
          break;
        case 'cost':
          weight.set(coordinate, Number(argument(directive, 'weight')));
          break;
        case 'listSize':
          listSize.set(coordinate, {
            assumedSize: argument(directive, 'assumedSize') as number | undefined,
            slicingArguments: (argument(directive, 'slicingArguments') ?? []) as string[],
            sizedFields: (argument(directive, 'sizedFields') ?? []) as string[],
          });
          break;
        default:
      }
    }
  };
  const readField = (type: string, field: FieldDefinitionNode): void => {
    const coordinate = `${type}.${field.name.value}`;
    read(coordinate, field.directives);
    for (const { name, directives } of field.arguments ?? []) {
      const cost = directives?.find((directive) => directive.name.value === 'cost');
      if (cost) argumentWeight.set(`${coordinate}.${name.value}`, Number(argument(cost, 'weight')));
    }
  };

  for (const definition of supergraph.definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        read(definition.name.value, definition.directives);
        for (const field of definition.fields ?? []) readField(definition.name.value, field);
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        read(definition.name.value, definition.directives);
        break;
      default:
    }
  }
  return { access, weight, argumentWeight, listSize };
}

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((one) => one.name.value === name);
  return found && valueFromASTUntyped(found.value);
}
