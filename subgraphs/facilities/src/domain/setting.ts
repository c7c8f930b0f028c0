import { unreachable } from '@voltpark/kit/decision';
import { Temporal } from 'temporal-polyfill';

export type ConfigScope = 'TENANT' | 'FACILITY' | 'STATION';
export type SettingGroup =
  'FEATURE_FLAG' | 'OPERATOR' | 'RATE_PLAN' | 'OCCUPANCY_THRESHOLD' | 'STATION';

/** What kind of value a setting takes, its default, and what is too little or too much. */
export type SettingValues =
  | { readonly type: 'BOOLEAN'; readonly default: boolean | null }
  | {
      readonly type: 'INTEGER';
      readonly default: number | null;
      readonly minimum: number;
      readonly maximum: number;
    }
  | {
      readonly type: 'DECIMAL';
      readonly default: string | null;
      readonly minimum: string;
      readonly maximum: string;
    }
  | {
      readonly type: 'TEXT';
      readonly default: string | null;
      readonly maximumLength: number;
      readonly choices?: readonly string[];
    }
  | {
      readonly type: 'DURATION';
      readonly default: string | null;
      readonly minimum: string;
      readonly maximum: string;
    };

export type SettingType = SettingValues['type'];

/** A setting that Voltpark knows. */
export type SettingDefinition = SettingValues & {
  readonly key: string;
  readonly description: string;
  readonly group: SettingGroup;
  readonly scopes: readonly ConfigScope[];
};

/** As JSON: booleans and integers as such, decimals, texts and durations as strings. */
export type SettingValue = boolean | number | string;

/** A value as a caller gives it: it says of which type it is. */
export type GivenValue =
  | { readonly type: 'BOOLEAN'; readonly value: boolean }
  | { readonly type: 'INTEGER'; readonly value: number }
  | { readonly type: 'DECIMAL' | 'TEXT' | 'DURATION'; readonly value: string };

export type ValueRefusal =
  | {
      readonly type: 'WrongSettingType';
      readonly message: string;
      readonly key: string;
      readonly expected: SettingType;
    }
  | {
      readonly type: 'SettingOutOfRange';
      readonly message: string;
      readonly definition: SettingDefinition;
    };

/** What speaks against a value for a setting; undefined when nothing does. */
export function valueRefusal(
  definition: SettingDefinition,
  given: GivenValue,
): ValueRefusal | undefined {
  if (given.type !== definition.type) {
    return {
      type: 'WrongSettingType',
      key: definition.key,
      expected: definition.type,
      message: `${definition.key} takes a value of type ${definition.type}, not ${given.type}.`,
    };
  }
  const rule = brokenRule(definition, given.value);
  if (rule === undefined) return undefined;
  return { type: 'SettingOutOfRange', definition, message: `${definition.key} ${rule}.` };
}

/** What a setting asks of a value of its type and this value does not give. */
function brokenRule(definition: SettingDefinition, value: SettingValue): string | undefined {
  switch (definition.type) {
    case 'BOOLEAN':
      return undefined;
    case 'INTEGER':
    case 'DECIMAL':
      return outside(definition, Number(value));
    case 'DURATION': {
      const lengthSeconds = seconds(String(value));
      if (lengthSeconds === undefined) return 'is a length of time without years and months';
      const least = seconds(definition.minimum) ?? 0;
      const most = seconds(definition.maximum) ?? Number.POSITIVE_INFINITY;
      if (lengthSeconds >= least && lengthSeconds <= most) return undefined;
      return `is ${definition.minimum} to ${definition.maximum}`;
    }
    case 'TEXT': {
      const text = String(value);
      if (definition.choices !== undefined) {
        return definition.choices.includes(text)
          ? undefined
          : `is one of ${definition.choices.join(', ')}`;
      }
      if (text.length >= 1 && text.length <= definition.maximumLength) return undefined;
      return `has 1 to ${definition.maximumLength} characters`;
    }
    default:
      return unreachable(definition);
  }
}

function outside(
  { minimum, maximum }: { readonly minimum: number | string; readonly maximum: number | string },
  value: number,
): string | undefined {
  if (value >= Number(minimum) && value <= Number(maximum)) return undefined;
  return `is ${minimum} to ${maximum}`;
}

/** Length in seconds; undefined when it has years or months, which have none of their own. */
function seconds(duration: string): number | undefined {
  try {
    return Temporal.Duration.from(duration).total('seconds');
  } catch {
    return undefined;
  }
}
