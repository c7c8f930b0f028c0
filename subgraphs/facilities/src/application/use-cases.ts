import type { Ports } from './ports.js';
import { readConfig, readConfigHistory } from './read-config.js';
import {
  facilitiesByIds,
  facilityByExternalId,
  findFacilities,
  operatorNames,
} from './read-facilities.js';
import { listTenants, tenantsByIds } from './read-tenants.js';
import { registerFacility } from './register-facility.js';
import { registerTenant } from './register-tenant.js';
import { setConfig } from './set-config.js';
import { setFacilityStatus } from './set-facility-status.js';
import { updateFacility } from './update-facility.js';
import { updateStationSettings } from './update-station-settings.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    registerTenant: registerTenant(ports),
    registerFacility: registerFacility(ports),
    updateFacility: updateFacility(ports),
    setFacilityStatus: setFacilityStatus(ports),
    setConfig: setConfig(ports),
    updateStationSettings: updateStationSettings(ports),

    facilitiesByIds: facilitiesByIds(ports),
    facilityByExternalId: facilityByExternalId(ports),
    findFacilities: findFacilities(ports),
    operatorNames: operatorNames(ports),
    tenantsByIds: tenantsByIds(ports),
    listTenants: listTenants(ports),
    readConfig: readConfig(ports),
    readConfigHistory: readConfigHistory(ports),
  };
}
