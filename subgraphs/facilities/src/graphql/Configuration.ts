import { settingsIn } from '../domain/configuration.js';
import type { ConfigurationResolvers, SettingResolvers } from './generated/types.js';
import { settingValue } from './setting-value.js';

export const Configuration: ConfigurationResolvers = {
  settings: (configuration, { keys }) =>
    settingsIn(configuration).filter(
      ({ definition }) => keys == null || keys.includes(definition.key),
    ),
};

export const Setting: SettingResolvers = {
  key: ({ definition }) => definition.key,
  value: ({ definition, value }) => settingValue(definition.type, value),
  isDefault: ({ definition, value }) => value === definition.default,
};
