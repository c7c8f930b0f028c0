import type { FacilityDetails } from './facility.js';

/** Ids of the other facilities of the tenant that have the name or the external id; null when none has. */
export interface Taken {
  readonly nameBy: string | null;
  readonly externalIdBy: string | null;
}

export type TakenRefusal =
  | {
      readonly type: 'FacilityNameTaken';
      readonly message: string;
      readonly name: string;
      readonly facilityId: string;
    }
  | {
      readonly type: 'ExternalIdTaken';
      readonly message: string;
      readonly externalId: string;
      readonly facilityId: string;
    };

/** The refusal for a name or an external id that another facility of the tenant has. */
export function takenRefusal(
  { name, externalId }: Pick<FacilityDetails, 'name' | 'externalId'>,
  taken: Taken,
): TakenRefusal | undefined {
  if (externalId !== null && taken.externalIdBy !== null) {
    return {
      type: 'ExternalIdTaken',
      externalId,
      facilityId: taken.externalIdBy,
      message: `Another facility of the tenant has the external id "${externalId}".`,
    };
  }
  if (taken.nameBy !== null) {
    return {
      type: 'FacilityNameTaken',
      name,
      facilityId: taken.nameBy,
      message: `Another facility of the tenant is called "${name}".`,
    };
  }
  return undefined;
}
