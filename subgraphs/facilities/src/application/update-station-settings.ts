import { invalidInput, notFound } from '@voltpark/kit/decision';
import { changeSettings, changesRefusal, type SettingChange } from '../domain/configuration.js';
import { limits } from '../domain/limits.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

export interface UpdateStationSettingsCommand {
  readonly stationId: string;
  readonly facilityId: string;
  readonly changes: readonly SettingChange[];
}

/**
 * Gives settings of a charging station other values. A station is heard of when charging announces it: until then it
 * is not found, which is a matter of milliseconds.
 */
export function updateStationSettings({ transact, clock }: Ports) {
  return (cause: Cause, command: UpdateStationSettingsCommand) =>
    transact(cause, async ({ facilities, configurations }) => {
      const { stationId, facilityId, changes } = command;
      const refusal = changesFault(command) ?? changesRefusal('STATION', changes);
      if (refusal !== undefined) return refusal;
      const reach = reachOf(cause.actor);
      const [facility] = await facilities.byIds([facilityId], reach);
      if (facility === undefined) return notFound('Facility', facilityId);

      const configuration = await configurations.hold('STATION', stationId, reach);
      if (configuration === null || configuration.facilityId !== facilityId) {
        return notFound('Station', stationId);
      }
      const decision = changeSettings(configuration, changes, clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      await configurations.save(decision.events);

      const changed = await configurations.load('STATION', stationId, reach);
      if (changed === null) throw new Error('A configuration was lost.');
      return { configuration: changed };
    });
}

function changesFault({ stationId, changes }: UpdateStationSettingsCommand) {
  if (!/^[\x21-\x7e]+$/.test(stationId) || stationId.length > limits.externalIdCharacters) {
    const most = limits.externalIdCharacters;
    return invalidInput('stationId', `An id has 1 to ${most} letters, digits and signs.`);
  }
  if (changes.length === 0 || changes.length > limits.stationSettingsPerCommand) {
    const most = limits.stationSettingsPerCommand;
    return invalidInput('settings', `Change 1 to ${most} settings at once.`);
  }
  const twice = changes.findIndex(({ key }, index) =>
    changes.slice(0, index).some((earlier) => earlier.key === key),
  );
  if (twice === -1) return undefined;
  return invalidInput(`settings.${twice}.key`, 'A setting stands in the list twice.');
}
