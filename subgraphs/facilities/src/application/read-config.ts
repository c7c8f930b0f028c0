import type { ConfigScope } from '../domain/setting.js';
import type { Cause, Ports, Slice } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** The settings of a tenant, facility or station; null when there is none within the actor's reach. */
export function readConfig({ reads }: Ports) {
  return ({ actor }: Cause, scope: ConfigScope, scopeId: string) =>
    reads.configurations.load(scope, scopeId, reachOf(actor));
}

/** A stretch of the history of settings, the latest change first; null when there is no such configuration. */
export function readConfigHistory({ reads }: Ports) {
  return async (
    { actor }: Cause,
    of: { readonly scope: ConfigScope; readonly scopeId: string; readonly key: string | null },
    slice: Slice<string>,
  ) => {
    const reach = reachOf(actor);
    const configuration = await reads.configurations.load(of.scope, of.scopeId, reach);
    return configuration === null ? null : reads.configurations.history(of, slice, reach);
  };
}
