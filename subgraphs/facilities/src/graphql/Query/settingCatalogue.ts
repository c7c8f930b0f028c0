import { settingCatalogue as catalogue, settingsOf } from '../../domain/setting-catalogue.js';
import type { QueryResolvers } from '../generated/types.js';

export const settingCatalogue: NonNullable<QueryResolvers['settingCatalogue']> = (
  _root,
  { scope },
) => (scope == null ? catalogue : settingsOf(scope));
