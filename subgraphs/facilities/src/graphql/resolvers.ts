import { ConfigChange } from './ConfigChange.js';
import { Configuration, Setting } from './Configuration.js';
import { Facility } from './Facility.js';
import type { Resolvers } from './generated/types.js';
import { registerFacility } from './Mutation/registerFacility.js';
import { registerTenant } from './Mutation/registerTenant.js';
import { setConfig } from './Mutation/setConfig.js';
import { setFacilityStatus } from './Mutation/setFacilityStatus.js';
import { updateFacility } from './Mutation/updateFacility.js';
import { updateStationSettings } from './Mutation/updateStationSettings.js';
import { config } from './Query/config.js';
import { configHistory } from './Query/configHistory.js';
import { facilities } from './Query/facilities.js';
import { facility } from './Query/facility.js';
import { facilityByExternalId } from './Query/facilityByExternalId.js';
import { settingCatalogue } from './Query/settingCatalogue.js';
import { tenant } from './Query/tenant.js';
import { tenants } from './Query/tenants.js';
import { SettingDefinition } from './SettingDefinition.js';
import { Tenant } from './Tenant.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: {
    facility,
    facilities,
    facilityByExternalId,
    tenant,
    tenants,
    config,
    settingCatalogue,
    configHistory,
  },
  Mutation: {
    registerTenant,
    registerFacility,
    updateFacility,
    setFacilityStatus,
    setConfig,
    updateStationSettings,
  },
  Facility,
  Tenant,
  Configuration,
  Setting,
  SettingDefinition,
  ConfigChange,
};
