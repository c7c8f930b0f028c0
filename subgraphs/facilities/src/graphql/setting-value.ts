import { invalidInput } from '@voltpark/kit/decision';
import type { GivenValue, SettingType, SettingValue } from '../domain/setting.js';
import type { ResolversTypes, SettingValueInput } from './generated/types.js';

/** The one value in the input, with its type; null when none is given; a refusal when it is not exactly one. */
export function givenValue(
  input: SettingValueInput | null | undefined,
  field: string,
): GivenValue | null | ReturnType<typeof invalidInput> {
  if (input == null) return null;
  const { boolean, integer, decimal, text, duration } = input;
  const given: GivenValue[] = [
    ...(boolean == null ? [] : [{ type: 'BOOLEAN', value: boolean } as const]),
    ...(integer == null ? [] : [{ type: 'INTEGER', value: integer } as const]),
    ...(decimal == null ? [] : [{ type: 'DECIMAL', value: decimal } as const]),
    ...(text == null ? [] : [{ type: 'TEXT', value: text } as const]),
    ...(duration == null ? [] : [{ type: 'DURATION', value: duration } as const]),
  ];
  const [only, ...others] = given;
  if (only !== undefined && others.length === 0) return only;
  return invalidInput(field, `A value has exactly one field, not ${given.length}.`);
}

/** A value as a member of the union `SettingValue`. */
export function settingValue(
  type: SettingType | undefined,
  value: SettingValue | null,
): Awaited<ResolversTypes['SettingValue']> | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return { __typename: 'BooleanValue', boolean: value };
  if (typeof value === 'number') return { __typename: 'IntegerValue', integer: value };
  switch (type) {
    case 'DECIMAL':
      return { __typename: 'DecimalValue', decimal: value };
    case 'DURATION':
      return { __typename: 'DurationValue', duration: value };
    case 'BOOLEAN':
    case 'INTEGER':
    case 'TEXT':
    case undefined:
    default:
      // Also what the history has of a setting that is no longer known, or was of another type.
      return { __typename: 'TextValue', text: value };
  }
}
