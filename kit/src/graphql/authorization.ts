import type { Actor } from '@voltpark/contracts';
import {
  defaultFieldResolver,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  valueFromASTUntyped,
} from 'graphql';
import { userError } from './errors.js';
import type { RequestContext } from './request-context.js';

/** What the directives on one element ask for. */
interface AccessRule {
  /** Somebody must be signed in. */
  readonly authenticated: boolean;
  /** Every entry must be met; an entry is alternatives (OR), an alternative is scopes held together (AND). */
  readonly scopes: readonly (readonly (readonly string[])[])[];
}

/** Rules by `Type` and by `Type.field`. */
export type AccessRules = ReadonlyMap<string, AccessRule>;

const unrestricted: AccessRule = { authenticated: false, scopes: [] };

/**
 * Reads `@authenticated` and `@requiresScopes` from a subgraph's SDL.
 * @throws Error when the SDL asks for authorization in a way that would not be enforced
 */
export function readAccessRules(document: DocumentNode): AccessRules {
  const rules = new Map<string, AccessRule>();
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const rule = bothOf(rules.get(coordinate) ?? unrestricted, ruleOf(directives ?? []));
    if (rule !== unrestricted) rules.set(coordinate, rule);
  };
  for (const definition of document.definitions) {
    refuseWhatIsNotEnforced(definition);
    if (!('name' in definition) || definition.name === undefined) continue;
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    add(definition.name.value, definition.directives as readonly ConstDirectiveNode[]);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      add(`${definition.name.value}.${field.name.value}`, field.directives);
    }
  }
  return rules;
}

/** A directive under another name, or one we do not know, would be a lock that nobody turns. */
function refuseWhatIsNotEnforced(node: ASTNode): void {
  if (node.kind !== Kind.SCHEMA_EXTENSION && node.kind !== Kind.SCHEMA_DEFINITION) return;
  for (const link of node.directives ?? []) {
    const imports = link.arguments?.find((argument) => argument.name.value === 'import');
    const imported = imports === undefined ? [] : valueFromASTUntyped(imports.value);
    for (const entry of Array.isArray(imported) ? (imported as unknown[]) : []) {
      const isRenamed = typeof entry === 'object' && entry !== null && 'as' in entry;
      const name = isRenamed && 'name' in entry ? entry.name : entry;
      if (
        name === '@policy' ||
        (isRenamed && /^@(authenticated|requiresScopes)$/.test(String(name)))
      )
        throw new Error(`${String(name)} cannot be enforced when it is imported like this.`);
    }
  }
}

function ruleOf(directives: readonly ConstDirectiveNode[]): AccessRule {
  let rule = unrestricted;
  for (const directive of directives) {
    const name = directive.name.value.replace(/^federation__/, '');
    if (name === 'authenticated') rule = bothOf(rule, { authenticated: true, scopes: [] });
    if (name === 'requiresScopes') {
      const value = directive.arguments?.find(
        (argument) => argument.name.value === 'scopes',
      )?.value;
      const scopes = (value === undefined ? [] : valueFromASTUntyped(value)) as string[][];
      rule = bothOf(rule, { authenticated: false, scopes: [scopes] });
    }
  }
  return rule;
}

/** The rule that holds when both hold. */
function bothOf(one: AccessRule, other: AccessRule): AccessRule {
  if (one === unrestricted) return other;
  if (other === unrestricted) return one;
  return {
    authenticated: one.authenticated || other.authenticated,
    scopes: [...one.scopes, ...other.scopes],
  };
}

/** @throws GraphQLError UNAUTHENTICATED or FORBIDDEN when the actor does not meet the rule */
function check(rule: AccessRule, actor: Actor): void {
  const held: readonly string[] = actor.scopes;
  const isMet =
    (!rule.authenticated || actor.kind !== 'ANONYMOUS') &&
    rule.scopes.every((alternatives) =>
      alternatives.some((together) => together.every((scope) => held.includes(scope))),
    );
  if (isMet) return;
  if (actor.kind === 'ANONYMOUS') throw userError('Sign in first.', 'UNAUTHENTICATED');
  throw userError('You may not see or do this.', 'FORBIDDEN');
}

/**
 * Makes a subgraph schema enforce the rules of its SDL. A field asks for what its own
 * directives, those of its type and those of the type it returns ask for, before its resolver runs; an entity
 * asks for what its type's directives ask for, before it is loaded by reference.
 */
export function enforceAuthorization(schema: GraphQLSchema, rules: AccessRules): void {
  if (rules.size === 0) return;
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type) || isInterfaceType(type)) guardReferences(type, rules);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) guardField(type, field, rules);
  }
}

function guardField(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, RequestContext>,
  rules: AccessRules,
): void {
  // Not those of its interfaces: federation refuses these directives on interfaces and their fields.
  const rule = [type.name, `${type.name}.${field.name}`, getNamedType(field.type).name]
    .map((place) => rules.get(place) ?? unrestricted)
    .reduce(bothOf, unrestricted);
  if (rule === unrestricted) return;
  const guarded =
    (
      resolve: GraphQLFieldResolver<unknown, RequestContext>,
    ): GraphQLFieldResolver<unknown, RequestContext> =>
    (source, args, context, info) => {
      check(rule, context.request.actor);
      return resolve(source, args, context, info);
    };
  if (field.subscribe != null) field.subscribe = guarded(field.subscribe);
  field.resolve = guarded(field.resolve ?? defaultFieldResolver);
}

/** How @apollo/subgraph keeps an entity's `__resolveReference`. */
type ResolveReference = (reference: unknown, context: RequestContext, info: unknown) => unknown;
interface SubgraphExtensions {
  apollo?: { subgraph?: { resolveReference?: ResolveReference } };
}

function guardReferences(type: GraphQLObjectType | GraphQLInterfaceType, rules: AccessRules): void {
  const rule = rules.get(type.name);
  const { apollo } = type.extensions as SubgraphExtensions;
  const original = apollo?.subgraph?.resolveReference;
  if (rule === undefined || original === undefined) return;
  // Rejects instead of throwing: one entity that may not be seen must not take the others with it.
  const resolveReference: ResolveReference = async (reference, context, info) => {
    check(rule, context.request.actor);
    return original(reference, context, info);
  };
  type.extensions = {
    ...type.extensions,
    apollo: { ...apollo, subgraph: { ...apollo?.subgraph, resolveReference } },
  };
}
