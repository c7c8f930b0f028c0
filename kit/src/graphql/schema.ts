import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  isAbstractType,
  isEnumType,
  isObjectType,
  isScalarType,
  parse,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { readFileSync } from 'node:fs';
import type { ContextDefinition } from '../context.js';
import { limits } from '../limits.js';
import { enforceAuthorization, readAccessRules } from './authorization.js';
import { userError } from './errors.js';
import { scalarResolvers } from './scalars.js';

/** `src/graphql/` and `dist/graphql/` stand equally deep, so this holds for both. */
const commonSdlFile = new URL('../../../contracts/graphql/common.graphql', import.meta.url);

/** The field by which a customer sees what a context knows of them; the name of the context stands for itself. */
const personalSdlFile = new URL(
  '../../../contracts/graphql/personal-records.graphql',
  import.meta.url,
);

/** Imported by a context that tells what it knows of people. */
const personalDirectives = ['@requiresScopes', '@listSize', '@shareable'];

/** The SDL of a context: what all contexts share, its own `schema.graphql`, and what it knows of people. */
export function readContextSdl({ name, root }: Pick<ContextDefinition, 'name' | 'root'>): string {
  const own = readFileSync(new URL('schema.graphql', root), 'utf8');
  const parts = [readFileSync(commonSdlFile, 'utf8'), own];
  // The field is of use only with the directives that guard it; whoever declares people cannot start without it.
  if (personalDirectives.every((directive) => own.includes(`"${directive}"`))) {
    parts.push(readFileSync(personalSdlFile, 'utf8').replaceAll('__context__', name));
  }
  return parts.join('\n');
}

/**
 * The executable subgraph schema of a context: its SDL and resolvers, the shared scalars, `_service` and
 * `_entities` (bounded), with `@authenticated` and `@requiresScopes` enforced.
 * @throws Error when a resolver answers for something that the SDL does not have
 */
export function buildContextSchema(
  definition: Pick<ContextDefinition, 'name' | 'root'>,
  resolvers: object,
): GraphQLSchema {
  return buildSchemaFromSdl(readContextSdl(definition), resolvers);
}

/** As {@link buildContextSchema}, from SDL at hand. */
export function buildSchemaFromSdl(sdl: string, resolvers: object): GraphQLSchema {
  const typeDefs = parse(sdl);
  const rules = readAccessRules(typeDefs);
  const schema = buildSubgraphSchema({
    typeDefs,
    resolvers: { ...resolvers, ...sharedScalarsOf(typeDefs) },
  });
  refuseStrayResolvers(schema, resolvers);
  enforceAuthorization(schema, rules);
  boundEntities(schema);
  return schema;
}

/** Resolvers of the shared scalars that this SDL declares. */
function sharedScalarsOf(typeDefs: DocumentNode): object {
  const declared = new Set(
    typeDefs.definitions.flatMap((definition) =>
      definition.kind === 'ScalarTypeDefinition' ? [definition.name.value] : [],
    ),
  );
  return Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => declared.has(name)));
}

/** A misspelt resolver would otherwise be ignored, and its field silently null. */
function refuseStrayResolvers(schema: GraphQLSchema, resolvers: object): void {
  const stray: string[] = [];
  for (const [typeName, entries] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (isScalarType(type) || isEnumType(type)) continue;
    for (const name of Object.keys(entries as object)) {
      if (name.startsWith('__') && (isObjectType(type) || isAbstractType(type))) continue;
      if (!isObjectType(type) || !(name in type.getFields())) stray.push(`${typeName}.${name}`);
    }
  }
  if (stray.length > 0) throw new Error(`The schema has no field for: ${stray.join(', ')}`);
}

/** Refuses more representations than the house's limit, before any of them is looked at. */
function boundEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const original = field?.resolve;
  if (field === undefined || original === undefined) return;
  field.resolve = (source, args: { representations: readonly unknown[] }, context, info) => {
    if (args.representations.length > limits.entityRepresentations) {
      throw userError(`At most ${limits.entityRepresentations} representations at once.`);
    }
    return original(source, args, context, info);
  };
}
