import { settingDefinition } from '../domain/setting-catalogue.js';
import type { ConfigChangeResolvers } from './generated/types.js';
import { settingValue } from './setting-value.js';

export const ConfigChange: ConfigChangeResolvers = {
  previous: ({ key, previous }) => settingValue(settingDefinition(key)?.type, previous),
  value: ({ key, value }) => settingValue(settingDefinition(key)?.type, value),
};
