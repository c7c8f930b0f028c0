import type { ConfigScope } from '../domain/setting.js';

const titles = { TENANT: 'Tenant', FACILITY: 'Facility', STATION: 'Station' } as const;

/** The GraphQL type of what a scope's settings belong to. */
export function titleOf(scope: ConfigScope): string {
  return titles[scope];
}
