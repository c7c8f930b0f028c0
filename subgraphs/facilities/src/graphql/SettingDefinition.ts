import { unreachable } from '@voltpark/kit/decision';
import type { SettingDefinition as Definition } from '../domain/setting.js';
import type { SettingDefinitionResolvers } from './generated/types.js';
import { settingValue } from './setting-value.js';

export const SettingDefinition: SettingDefinitionResolvers = {
  default: (definition) => settingValue(definition.type, definition.default),
  minimum: (definition) => rangeOf(definition)[0],
  maximum: (definition) => rangeOf(definition)[1],
  choices: (definition) => (definition.type === 'TEXT' ? (definition.choices ?? null) : null),
};

function rangeOf(definition: Definition): readonly [string | null, string | null] {
  switch (definition.type) {
    case 'BOOLEAN':
      return [null, null];
    case 'TEXT':
      return ['1', String(definition.maximumLength)];
    case 'INTEGER':
    case 'DECIMAL':
    case 'DURATION':
      return [String(definition.minimum), String(definition.maximum)];
    default:
      return unreachable(definition);
  }
}
