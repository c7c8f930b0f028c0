import { userError } from '@voltpark/kit/graphql/errors';
import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/**
 * A scalar that is a JSON object. Whether it is one of the right form the use case says, so that a fault is a refusal
 * that names the place, and not an error about the whole.
 */
function jsonObject(name: string): GraphQLScalarType<unknown, unknown> {
  const checked = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw userError(`${name} must be a JSON object.`);
  };
  return new GraphQLScalarType<unknown, unknown>({
    name,
    parseValue: checked,
    parseLiteral: (node, variables) => checked(valueFromASTUntyped(node, variables)),
    serialize: checked,
  });
}

export const OcpiTariff = jsonObject('OcpiTariff');
export const ChargingTrace = jsonObject('ChargingTrace');
