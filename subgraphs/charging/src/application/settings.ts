import type { KnownFacility, KnownReads } from './known.js';

/** Settings of other contexts' making that charging heeds. */
export const settingKeys = {
  charging: 'feature.charging',
  chargingQueue: 'feature.chargingQueue',
} as const;

export const heededSettings: readonly string[] = Object.values(settingKeys);

/** Whether a facility offers to charge: it does, unless its settings say otherwise. */
export async function offersCharging(
  known: KnownReads,
  facility: Pick<KnownFacility, 'id' | 'tenantId'>,
): Promise<boolean> {
  const settings = await known.settings(facility, [settingKeys.charging]);
  return settings.get(settingKeys.charging) !== false;
}
