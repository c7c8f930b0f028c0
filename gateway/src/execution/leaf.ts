import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLLeafType,
} from 'graphql';
import { quote } from './json.js';

/** The JSON text of a leaf that is not null, or undefined when the value is not of the type. */
export type LeafText = (value: unknown) => string | undefined;

/**
 * Compiles the check and the writing of one leaf type. Custom scalars are passed on as they are; what the
 * subgraph that owns them wrote is right by definition. Enum values must be known to clients.
 */
export function compileLeaf(type: GraphQLLeafType): LeafText {
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>(
      type.getValues().map(({ name }) => [name, JSON.stringify(name)]),
    );
    return (value) => texts.get(value);
  }
  switch (type.name) {
    case GraphQLString.name:
      return (value) => (typeof value === 'string' ? quote(value) : undefined);
    case GraphQLID.name:
      return (value) => (typeof value === 'string' ? quote(value) : integerText(value));
    case GraphQLInt.name:
      return integerText;
    case GraphQLFloat.name:
      return (value) =>
        typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
    case GraphQLBoolean.name:
      return (value) => (typeof value === 'boolean' ? String(value) : undefined);
    default:
      return (value) => (typeof value === 'string' ? quote(value) : JSON.stringify(value));
  }
}

function integerText(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
