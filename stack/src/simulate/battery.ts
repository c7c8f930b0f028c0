/** From this state of charge on a battery takes less and less, percent. */
const tapersFrom = 55;
/** What is left of the greatest power when it is nearly full. */
const leastShare = 0.08;

/** What a battery takes at a state of charge when the charger gives enough: full power, then less and less. */
export function acceptedPowerW(socPercent: number, maximumPowerW: number): number {
  if (socPercent >= 100) return 0;
  if (socPercent <= tapersFrom) return maximumPowerW;
  const fall = (socPercent - tapersFrom) / (100 - tapersFrom);
  return maximumPowerW * Math.max(leastShare, 1 - fall * (1 - leastShare));
}

/** A vehicle at a charger. */
export interface Charge {
  readonly energyWh: number;
  readonly socPercent: number;
  readonly powerW: number;
}

/**
 * How a charge goes on.
 * @param seconds how long; short steps follow the falling power better
 */
export function chargeOn(
  { energyWh, socPercent }: Charge,
  battery: { readonly capacityWh: number; readonly maximumPowerW: number },
  chargerPowerW: number,
  seconds: number,
): Charge {
  const powerW = Math.min(chargerPowerW, acceptedPowerW(socPercent, battery.maximumPowerW));
  const missingWh = (battery.capacityWh * (100 - socPercent)) / 100;
  const deliveredWh = Math.min((powerW * seconds) / 3_600, missingWh);
  return {
    energyWh: energyWh + deliveredWh,
    socPercent: Math.min(100, socPercent + (deliveredWh / battery.capacityWh) * 100),
    powerW: Math.round(powerW),
  };
}
