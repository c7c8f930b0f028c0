import { newId } from '@voltpark/kit/ids';
import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../limits.js';
import type { FacilityLine, Reject } from './lines.js';
import { VoltparkError, type Voltpark } from './voltpark.js';

/** What all facilities of the file have in common and the file does not say. */
export interface ImportOptions {
  /** Whose they are; the one who signed in by default. */
  readonly tenantId: string | undefined;
  readonly currency: string;
  readonly country: string;
  /** Bring facilities that are there already in line with the file. */
  readonly update: boolean;
  /** Also lay out a slot for each place; without it, parking counts them by a feed. */
  readonly layout: boolean;
  /** Called after each line. */
  readonly progressed?: (line: FacilityLine) => void;
}

/** What became of the lines. */
export interface ImportReport {
  readonly registered: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly slotsLaidOut: number;
  readonly rejects: readonly Reject[];
}

/**
 * Registers facilities, each once: a second run finds them by the file's ids and changes nothing.
 * @throws VoltparkError when nobody answers any more, or this login may not import at all
 */
export async function importFacilities(
  voltpark: Voltpark,
  lines: readonly FacilityLine[],
  options: ImportOptions,
): Promise<ImportReport> {
  const counts = { registered: 0, updated: 0, unchanged: 0 };
  let slotsLaidOut = 0;
  const rejects: Reject[] = [];
  for (const line of lines) {
    try {
      const { outcome, facilityId } = await importOne(voltpark, line, options);
      counts[outcome] += 1;
      if (options.layout) slotsLaidOut += await layOut(voltpark, facilityId, line);
    } catch (error) {
      if (!(error instanceof VoltparkError) || error.concernsEveryRequest) throw error;
      rejects.push({ line: line.line, externalId: line.externalId, reason: error.message });
    }
    options.progressed?.(line);
  }
  return { ...counts, slotsLaidOut, rejects };
}

interface Mutated {
  readonly __typename: string;
  readonly message?: string;
  readonly facility?: {
    readonly id: string;
    readonly administration: { readonly version: number };
  };
}

const selection = `__typename ... on Refusal { message }`;
const facilityFields = `facility { id administration { version } }`;

async function importOne(
  voltpark: Voltpark,
  line: FacilityLine,
  options: ImportOptions,
): Promise<{ outcome: 'registered' | 'updated' | 'unchanged'; facilityId: string }> {
  const existing = await find(voltpark, line.externalId, options.tenantId);
  if (existing === null) {
    const { registerFacility } = await voltpark.run<{ registerFacility: Mutated }>(
      `mutation ($input: RegisterFacilityInput!) { registerFacility(input: $input) {
        ${selection} ... on FacilityRegistered { ${facilityFields} } } }`,
      { input: { ...registrationOf(line, options), idempotencyKey: newId() } },
    );
    return { outcome: 'registered', facilityId: granted(registerFacility).id };
  }
  const { id, administration } = existing;
  if (!options.update) return { outcome: 'unchanged', facilityId: id };
  const { updateFacility } = await voltpark.run<{ updateFacility: Mutated }>(
    `mutation ($input: UpdateFacilityInput!) { updateFacility(input: $input) {
      ${selection} ... on FacilityUpdated { ${facilityFields} } } }`,
    { input: { ...detailsOf(line, options), facilityId: id } },
  );
  const hasChanged = granted(updateFacility).administration.version !== administration.version;
  return { outcome: hasChanged ? 'updated' : 'unchanged', facilityId: id };
}

async function find(voltpark: Voltpark, externalId: string, tenantId: string | undefined) {
  const { facilityByExternalId } = await voltpark.run<{
    facilityByExternalId: NonNullable<Mutated['facility']> | null;
  }>(
    `query ($externalId: String!, $tenantId: ID) {
      facilityByExternalId(externalId: $externalId, tenantId: $tenantId) {
        id administration { version }
      }
    }`,
    { externalId, tenantId: tenantId ?? null },
  );
  return facilityByExternalId;
}

function granted({ __typename, message, facility }: Mutated) {
  if (facility !== undefined) return facility;
  throw new VoltparkError(message === undefined ? __typename : `${__typename}: ${message}`);
}

/** What the file says of a facility; every place a car's, as the file tells no kinds apart. */
function detailsOf(line: FacilityLine, { country }: ImportOptions) {
  const { name, address, latitude, longitude, timeZone, places } = line;
  return {
    name,
    address: { ...address, country },
    position: { latitude, longitude },
    timeZone,
    capacity: [{ size: 'STANDARD', kind: 'ICE', places }],
  };
}

/** Lenient, as nothing is known of places for electric vehicles: strictly, these could not enter at all. */
function registrationOf(line: FacilityLine, options: ImportOptions) {
  const { tenantId, currency } = options;
  const { externalId } = line;
  return {
    ...detailsOf(line, options),
    ...{ externalId, currency, evPolicy: 'LENIENT' },
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}

/** Lays out as many slots as the facility has places, unless it has some; gives back how many were made. */
async function layOut(voltpark: Voltpark, facilityId: string, { places }: FacilityLine) {
  const mode = await occupancyModeOf(voltpark, facilityId);
  if (mode === 'SLOTS') return 0;
  const { layOutSlots } = await voltpark.run<{
    layOutSlots: { __typename: string; message?: string; slotCount?: number };
  }>(
    `mutation ($input: LayOutSlotsInput!) { layOutSlots(input: $input) {
      ${selection} ... on SlotsLaidOut { slotCount } } }`,
    {
      input: {
        facilityId,
        idempotencyKey: `import-${facilityId}`,
        levels: [{ name: 'All', ordinal: 0, ranges: [rangeOf(places)] }],
      },
    },
  );
  if (layOutSlots.slotCount !== undefined) return layOutSlots.slotCount;
  throw new VoltparkError(`${layOutSlots.__typename}: ${layOutSlots.message ?? ''}`);
}

const rangeOf = (places: number) => ({
  pattern: 'P-####',
  from: 1,
  to: places,
  size: 'STANDARD',
  kind: 'ICE',
  distanceMetres: 1,
  distanceStepMetres: 1,
});

/** How parking knows the facility's occupancy; waits until it has heard of the facility. */
async function occupancyModeOf(voltpark: Voltpark, facilityId: string): Promise<string> {
  for (let attempt = 1; attempt <= limits.importHearingAttempts; attempt += 1) {
    const { facility } = await voltpark.run<{
      facility: { occupancy: { mode: string } | null } | null;
    }>(`query ($id: ID!) { facility(id: $id) { occupancy { mode } } }`, { id: facilityId });
    if (facility?.occupancy != null) return facility.occupancy.mode;
    await wait(limits.importHearingMs);
  }
  throw new VoltparkError('Parking has not heard of the facility in time; run the import again.');
}
