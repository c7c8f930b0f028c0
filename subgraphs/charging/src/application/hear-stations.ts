import { BoundedMap } from '@voltpark/kit/bounded-map';
import { limits } from '../domain/limits.js';
import { meterLimits } from '../domain/meter-limits.js';
import { hearFrom } from './hear-from.js';
import type { Cause, Ports } from './ports.js';

/**
 * Notes that stations spoke. Meters speak all the time, so each process remembers for a while whom it has heard, and
 * asks the database only now and then.
 */
export function hearStations({ transact }: Pick<Ports, 'transact'>) {
  const heardAt = new BoundedMap<string, number>(meterLimits.rememberedStations);
  return async (cause: Cause, stationIds: Iterable<string>, now: Date): Promise<void> => {
    const at = now.getTime();
    for (const id of new Set(stationIds)) {
      if (at - (heardAt.get(id) ?? -Infinity) < limits.heardEveryMs) continue;
      await transact(cause, (stores) => hearFrom(stores, id, now));
      heardAt.set(id, at);
    }
  };
}
