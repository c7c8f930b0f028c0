import type { OpeningHours } from '@voltpark/contracts/opening-times';
import { invalidInput } from '@voltpark/kit/decision';
import { plannedPlaces, type FacilityDetails, type PlannedPlaces } from './facility.js';
import { isOnEarth } from './geography.js';
import { limits } from './limits.js';
import { tidyText } from '@voltpark/contracts/names';
import { scheduleFault, tidyTime, type ScheduleFault } from './opening-hours.js';
import { ianaTimeZone, isCountry, isCurrency } from './standards.js';

/** Why details cannot be those of a facility. */
export type DetailsRefusal =
  | ReturnType<typeof invalidInput>
  | {
      readonly type: 'CoordinatesOutOfRange';
      readonly message: string;
      readonly latitude: number;
      readonly longitude: number;
    }
  | { readonly type: 'UnknownTimeZone'; readonly message: string; readonly timeZone: string }
  | {
      readonly type: 'OverlappingOpeningPeriods';
      readonly message: string;
      readonly field: string;
      readonly firstIndex: number;
      readonly secondIndex: number;
    };

export interface UnknownCurrency {
  readonly type: 'UnknownCurrency';
  readonly message: string;
  readonly currency: string;
}

/**
 * Details in the one form in which they are kept and compared: texts trimmed, codes in capitals, zones as the
 * IANA database writes them, empty combinations of places left out, lists in their natural order where their
 * order means nothing.
 */
export function tidyDetails(details: FacilityDetails): FacilityDetails {
  const { address, position } = details;
  return {
    externalId: details.externalId === null ? null : tidyText(details.externalId),
    name: tidyText(details.name),
    address: {
      street: tidyText(address.street),
      postalCode: tidyText(address.postalCode),
      city: tidyText(address.city),
      country: tidyText(address.country).toUpperCase(),
    },
    position: { latitude: position.latitude, longitude: position.longitude },
    timeZone: ianaTimeZone(details.timeZone) ?? details.timeZone,
    currency: details.currency.trim().toUpperCase(),
    capacity: details.capacity
      .map(({ size, kind, places }) => ({ size, kind, places }))
      .filter(({ places }) => places !== 0),
    openingPeriods: details.openingPeriods.map((period) => ({
      day: period.day,
      ...tidyHours(period),
    })),
    specialDays: details.specialDays.map(({ date, name, hours }) => ({
      date,
      name: tidyText(name),
      hours: hours.map(tidyHours),
    })),
    pricingStrategy: details.pricingStrategy,
    evPolicy: details.evPolicy,
  };
}

const tidyHours = ({ opens, closes }: OpeningHours): OpeningHours => ({
  opens: tidyTime(opens),
  closes: tidyTime(closes),
});

/** The first thing that speaks against tidy details; undefined when nothing does. */
export function detailsRefusal(details: FacilityDetails): DetailsRefusal | undefined {
  return (
    textsRefusal(details) ??
    placeRefusal(details) ??
    capacityRefusal(details.capacity) ??
    scheduleRefusal(scheduleFault(details))
  );
}

/** What speaks against a currency; chosen once and for all, so not asked again. */
export function currencyRefusal({ currency }: FacilityDetails): UnknownCurrency | undefined {
  if (isCurrency(currency)) return undefined;
  return {
    type: 'UnknownCurrency',
    currency,
    message: `ISO 4217 has no currency "${currency}".`,
  };
}

function textsRefusal({ name, externalId, address }: FacilityDetails): DetailsRefusal | undefined {
  const texts = [
    ['name', name, 1, limits.nameCharacters],
    ['address.street', address.street, 1, limits.streetCharacters],
    ['address.postalCode', address.postalCode, 0, limits.postalCodeCharacters],
    ['address.city', address.city, 1, limits.cityCharacters],
    ...(externalId === null
      ? []
      : [['externalId', externalId, 1, limits.externalIdCharacters] as const]),
  ] as const;
  const bad = texts.find(([, text, least, most]) => text.length < least || text.length > most);
  if (bad !== undefined) {
    const [field, , least, most] = bad;
    return invalidInput(field, `It has ${least} to ${most} characters.`);
  }
  if (!isCountry(address.country)) {
    return invalidInput('address.country', 'A country is an ISO 3166-1 alpha-2 code such as DE.');
  }
  return undefined;
}

function placeRefusal({ position, timeZone }: FacilityDetails) {
  if (!isOnEarth(position)) {
    return {
      type: 'CoordinatesOutOfRange',
      latitude: position.latitude,
      longitude: position.longitude,
      message: 'A latitude is -90 to 90 degrees, a longitude -180 to 180.',
    } as const;
  }
  if (ianaTimeZone(timeZone) === undefined) {
    return {
      type: 'UnknownTimeZone',
      timeZone,
      message: `The IANA database has no time zone "${timeZone}".`,
    } as const;
  }
  return undefined;
}

function capacityRefusal(capacity: readonly PlannedPlaces[]): DetailsRefusal | undefined {
  const seen = new Set<string>();
  for (const [index, { size, kind, places }] of capacity.entries()) {
    if (!Number.isInteger(places) || places < 0) {
      return invalidInput(`capacity.${index}.places`, 'A number of places is 0 or more.');
    }
    const combination = `${size} ${kind}`;
    if (seen.has(combination)) {
      return invalidInput(`capacity.${index}`, `${combination} stands in the list twice.`);
    }
    seen.add(combination);
  }
  const places = plannedPlaces(capacity);
  if (places >= 1 && places <= limits.places) return undefined;
  return invalidInput('capacity', `A facility has 1 to ${limits.places} places, not ${places}.`);
}

function scheduleRefusal(fault: ScheduleFault | undefined): DetailsRefusal | undefined {
  if (fault === undefined) return undefined;
  if (fault.kind === 'malformed') return invalidInput(fault.field, fault.message);
  const { field, firstIndex, secondIndex } = fault;
  return {
    type: 'OverlappingOpeningPeriods',
    field,
    firstIndex,
    secondIndex,
    message: `Numbers ${firstIndex} and ${secondIndex} of ${field} overlap.`,
  };
}
