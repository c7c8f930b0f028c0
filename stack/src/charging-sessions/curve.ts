/** A charging session as its ends tell it. */
export interface Ends {
  readonly staySeconds: number;
  readonly energyWh: number;
  readonly maximumPowerW: number;
  readonly socAtArrival: number;
  readonly socAtDeparture: number;
}

/** What a charger reports at one moment of a session. */
export interface CurvePoint {
  /** Seconds since the session began. */
  readonly second: number;
  /** Delivered so far. A whole number; the last is the session's energy exactly. */
  readonly energyWh: number;
  readonly powerW: number;
  /** Percent; the last is the session's final state exactly. */
  readonly socPercent: number;
}

/**
 * A believable course between the two ends of a session: fast chargers hold the greatest power that the battery
 * takes and then let it fall as the battery fills. Power stays at its maximum for a while and falls in a straight
 * line to nothing at departure; a session too short of energy for that falls from the beginning and idles after.
 * @param stepSeconds between two points; the last point is the end, whenever that is
 */
export function curveOf(ends: Ends, stepSeconds: number): CurvePoint[] {
  const { staySeconds, energyWh, socAtArrival, socAtDeparture } = ends;
  const powerAt = course(ends);
  const points: CurvePoint[] = [];
  for (let second = 0; ; second = Math.min(second + stepSeconds, staySeconds)) {
    const { power, share } = powerAt(second);
    const atEnd = second === staySeconds;
    points.push({
      second,
      energyWh: atEnd ? energyWh : Math.round(energyWh * share),
      powerW: Math.round(power),
      socPercent: atEnd
        ? socAtDeparture
        : Number((socAtArrival + (socAtDeparture - socAtArrival) * share).toFixed(2)),
    });
    if (atEnd) return points;
  }
}

/** Power at a second, and the share of the session's energy delivered by then. */
function course({ staySeconds, energyWh, maximumPowerW }: Ends) {
  const joules = energyWh * 3_600;
  // What would be delivered at the maximum all the time; more than that cannot be, whatever the ends say.
  const peak = Math.max(maximumPowerW, joules / staySeconds);
  const fullness = joules / (peak * staySeconds);
  const holds = fullness >= 0.5 ? staySeconds * (2 * fullness - 1) : 0;
  const ends = fullness >= 0.5 ? staySeconds : 2 * fullness * staySeconds;
  const fall = ends - holds;
  return (second: number): { power: number; share: number } => {
    if (second <= holds) return { power: peak, share: (peak * second) / joules };
    if (second >= ends) return { power: 0, share: 1 };
    const power = (peak * (ends - second)) / fall;
    return { power, share: 1 - (power * (ends - second)) / 2 / joules };
  };
}
