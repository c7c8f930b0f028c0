import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import { tidyText } from '@voltpark/contracts/names';
import type { InvalidInput, StationNameTaken } from './refusals.js';
import type {
  Charger,
  ChargingLevel,
  Connector,
  ConnectorType,
  Station,
  StationDetails,
  StationRegistered,
} from './station.js';
import { detailsFault, tidyDetails } from './station-details.js';

/** A charger to be; powers in kW as decimal text. */
export interface PlannedCharger {
  readonly label: string | null;
  readonly slotId: string | null;
  readonly level: ChargingLevel;
  readonly powerKw: string;
  readonly connectors: readonly {
    readonly type: ConnectorType;
    /** Null: as its charger. */
    readonly powerKw: string | null;
  }[];
}

/** Lets a station stand at a facility. It counts as heard from now: until it is silent for long, it is online. */
export function registerStation(
  wanted: { readonly details: StationDetails; readonly chargers: readonly PlannedCharger[] },
  known: {
    readonly id: string;
    readonly facilityId: string;
    readonly tenantId: string;
    readonly now: Date;
    readonly newId: () => string;
    /** The station of the facility that has the name. */
    readonly named: Pick<Station, 'id'> | null;
  },
): Decision<StationRegistered, InvalidInput | StationNameTaken> {
  const details = tidyDetails(wanted.details);
  const fault = detailsFault(details) ?? chargersFault(wanted.chargers);
  if (fault !== null) return refused(fault);
  if (known.named !== null) return refused(nameTaken(details.name, known.named.id));
  const { id, facilityId, tenantId, now } = known;
  const station: Station = {
    ...details,
    id,
    facilityId,
    tenantId,
    status: 'ONLINE',
    statusReason: null,
    statusSince: now,
    lastHeardAt: now,
    registeredAt: now,
    updatedAt: now,
    workUntil: null,
    workDoneTo: null,
    version: 1,
  };
  return accepted({
    type: 'StationRegistered',
    station,
    ...built(station, wanted.chargers, known),
  });
}

export function nameTaken(name: string, stationId: string): StationNameTaken {
  const message = `There is a station "${name}" at this facility.`;
  return { type: 'StationNameTaken', message, stationId };
}

function built(
  { id: stationId, facilityId, tenantId, registeredAt }: Station,
  planned: readonly PlannedCharger[],
  { newId }: { readonly newId: () => string },
) {
  const place = { stationId, facilityId, tenantId };
  const connectors: Connector[] = [];
  const chargers = planned.map((plan, index): Charger => {
    const id = newId();
    const { slotId, level } = plan;
    const powerW = wattsOf(plan.powerKw) ?? 0;
    for (const [ordinal, { type, powerKw }] of plan.connectors.entries()) {
      connectors.push({
        ...place,
        id: newId(),
        chargerId: id,
        ordinal: ordinal + 1,
        type,
        powerW: powerKw === null ? powerW : (wattsOf(powerKw) ?? powerW),
        slotId,
        ...untouched(registeredAt),
      });
    }
    const ordinal = index + 1;
    const label = tidyText(plan.label ?? '') || String(ordinal);
    return { ...place, id, ordinal, label, slotId, level, powerW };
  });
  return { chargers, connectors };
}

/** A connector of which nobody said anything yet. */
const untouched = (since: Date) =>
  ({
    status: 'AVAILABLE',
    statusSince: since,
    deviceStatus: null,
    pluggedIn: false,
    fault: null,
    sessionId: null,
    reservation: null,
    version: 0,
  }) as const;

function chargersFault(chargers: readonly PlannedCharger[]): InvalidInput | null {
  if (chargers.length < 1 || chargers.length > limits.chargersPerStation) {
    return invalidInput('chargers', `A station has 1 to ${limits.chargersPerStation} chargers.`);
  }
  for (const [index, charger] of chargers.entries()) {
    const fault = chargerFault(charger, `chargers.${index}`);
    if (fault !== null) return fault;
  }
  return null;
}

function chargerFault(charger: PlannedCharger, at: string): InvalidInput | null {
  if (tidyText(charger.label ?? '').length > limits.labelCharacters) {
    return invalidInput(`${at}.label`, `A label has up to ${limits.labelCharacters} characters.`);
  }
  if (wattsOf(charger.powerKw) === null) return invalidInput(`${at}.powerKw`, powerRule);
  const { connectors } = charger;
  if (connectors.length < 1 || connectors.length > limits.connectorsPerCharger) {
    const message = `A charger has 1 to ${limits.connectorsPerCharger} connectors.`;
    return invalidInput(`${at}.connectors`, message);
  }
  for (const [index, { powerKw }] of connectors.entries()) {
    if (powerKw !== null && wattsOf(powerKw) === null) {
      return invalidInput(`${at}.connectors.${index}.powerKw`, powerRule);
    }
  }
  return null;
}

const powerRule = `Power is above 0 and up to ${limits.powerKw} kW, with up to three digits behind the point.`;

/** Kilowatts, written as a decimal, in whole watts; null when it is no power of a charger. */
function wattsOf(kilowatts: string): number | null {
  if (!/^\d{1,4}(\.\d{1,3})?0*$/.test(kilowatts)) return null;
  const watts = Math.round(Number(kilowatts) * 1_000);
  return watts > 0 && watts <= limits.powerKw * 1_000 ? watts : null;
}
