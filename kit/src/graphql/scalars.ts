import { Kind, type ValueNode } from 'graphql';
import { userError } from './errors.js';

/** The three functions of a custom scalar. */
interface ScalarFunctions<Internal> {
  serialize(value: unknown): string;
  parseValue(value: unknown): Internal;
  parseLiteral(node: ValueNode): Internal;
}

/** A scalar that is written as a string on the wire; `read` gives undefined when the text is not one. */
function textScalar<Internal>(
  name: string,
  example: string,
  read: (text: string) => Internal | undefined,
  write: (value: unknown) => string | undefined,
): ScalarFunctions<Internal> {
  const parseValue = (value: unknown): Internal => {
    const parsed = typeof value === 'string' ? read(value) : undefined;
    if (parsed !== undefined) return parsed;
    throw userError(`${name} must be a string like "${example}", not ${JSON.stringify(value)}.`);
  };
  return {
    parseValue,
    parseLiteral(node) {
      if (node.kind === Kind.STRING) return parseValue(node.value);
      throw userError(`${name} must be a string like "${example}".`);
    },
    serialize(value) {
      const text = write(value);
      // A plain Error, so that it is masked: what we may not write is our fault.
      if (text === undefined) throw new Error(`Not a ${name}: ${String(value)}`);
      return text;
    },
  };
}

/** A scalar that is the same string inside and outside. */
function patternScalar(name: string, example: string, isValid: (text: string) => boolean) {
  const checked = (value: unknown) => {
    const text = typeof value === 'string' ? value : undefined;
    return text !== undefined && isValid(text) ? text : undefined;
  };
  return textScalar<string>(name, example, checked, checked);
}

const dateTimePattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const durationPattern =
  /^P(?=.)(\d{1,6}Y)?(\d{1,6}M)?(\d{1,6}W)?(\d{1,6}D)?(T(?=.)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,9})?S)?)?$/;
const localTimePattern = /^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00(:00)?)$/;
/** The digits that `decimalSchema` of contracts allows. */
const decimalPattern = /^-?\d{1,20}(\.\d{1,30})?$/;

/** True for days that the calendar has; `Date` alone would roll 30 February over to March. */
function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** An instant: a `Date` inside. The offset is required, as without it nobody knows which instant is meant. */
function readDateTime(text: string): Date | undefined {
  const date = dateTimePattern.exec(text)?.[1];
  return date !== undefined && isCalendarDate(date) ? new Date(text) : undefined;
}

function writeDateTime(value: unknown): string | undefined {
  const instant = typeof value === 'string' ? readDateTime(value) : value;
  return instant instanceof Date && !Number.isNaN(instant.getTime())
    ? instant.toISOString()
    : undefined;
}

/** An object of a decimal library: these all say how many decimal places they are to be written with. */
const isDecimal = (value: unknown): value is { toString(): string } =>
  typeof value === 'object' && value !== null && 'toFixed' in value;

/** Decimals may come out of decimal libraries and bigints, never out of floating point. */
function writeDecimal(value: unknown): string | undefined {
  const text =
    typeof value === 'string' || typeof value === 'bigint' || isDecimal(value)
      ? value.toString()
      : '';
  return decimalPattern.test(text) ? text : undefined;
}

/** Resolvers for the scalars of `contracts/graphql/common.graphql`. */
export const scalarResolvers = {
  DateTime: textScalar<Date>('DateTime', '2026-05-01T08:30:00Z', readDateTime, writeDateTime),
  LocalDate: patternScalar('LocalDate', '2026-05-01', isCalendarDate),
  LocalTime: patternScalar('LocalTime', '08:30', (text) => localTimePattern.test(text)),
  Duration: patternScalar('Duration', 'PT1H30M', (text) => durationPattern.test(text)),
  Decimal: textScalar<string>(
    'Decimal',
    '12.50',
    (text) => (decimalPattern.test(text) ? text : undefined),
    writeDecimal,
  ),
};
