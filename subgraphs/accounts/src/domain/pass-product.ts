import { accepted, invalidInput, notFound, refused, type Decision } from '@voltpark/kit/decision';
import type { EventOf } from './events.js';
import { limits } from './limits.js';
import { firstFault, textFault, tidy, type Fault } from './text.js';

/** What a pass costs, with tax. Exact decimals. */
export interface PassPrice {
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Percent; null: not applicable or unknown. */
  readonly taxPercent: string | null;
}

/** A pass as an operator offers it. A change of it does not touch passes that were bought before. */
export interface PassProduct {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** Empty: at all of the tenant's, those that are to come included. */
  readonly facilityIds: readonly string[];
  readonly price: PassPrice;
  /** How many calendar months a pass lasts. */
  readonly months: number;
  /** IANA name: in which its days begin. */
  readonly timeZone: string;
  readonly isOnSale: boolean;
  readonly offeredAt: Date;
}

/** A facility, as far as passes need it. */
export interface KnownFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** What an operator says of a product. */
export interface PassTerms {
  readonly name: string;
  readonly facilityIds: readonly string[];
  /** With tax, in the currency of the facilities. */
  readonly price: string;
  readonly taxPercent: string | null;
  readonly months: number;
}

/** What is to change; undefined stays as it is. */
export type ChangePassProduct = {
  readonly [Term in keyof PassTerms]?: PassTerms[Term] | undefined;
} & { readonly isOnSale?: boolean | undefined };

type TermsRefusal = Fault | ReturnType<typeof notFound>;

/**
 * Offers a pass.
 * @param facilities what is known of the tenant's facilities, in the order of their ids
 */
export function decideOfferPassProduct(
  tenantId: string,
  terms: PassTerms,
  facilities: readonly KnownFacility[],
  { id, now }: { readonly id: string; readonly now: Date },
): Decision<EventOf<'PassProductOffered'>, TermsRefusal> {
  const place = placeOf(terms.facilityIds, facilities);
  if ('type' in place) return refused(place);
  const fault = termsFault(terms);
  if (fault !== undefined) return refused(fault);
  const product: PassProduct = {
    ...{ id, tenantId, timeZone: place.timeZone, isOnSale: true, offeredAt: now },
    name: tidy(terms.name),
    facilityIds: [...new Set(terms.facilityIds)],
    price: { amount: terms.price, currency: place.currency, taxPercent: terms.taxPercent },
    months: terms.months,
  };
  return accepted({ type: 'PassProductOffered', product });
}

/** Changes a product for those who buy it from now on, or takes it off sale. */
export function decideChangePassProduct(
  before: PassProduct,
  change: ChangePassProduct,
  facilities: readonly KnownFacility[],
): Decision<EventOf<'PassProductChanged'>, TermsRefusal> {
  const terms: PassTerms = {
    name: change.name ?? before.name,
    facilityIds: change.facilityIds ?? before.facilityIds,
    price: change.price ?? before.price.amount,
    taxPercent: change.taxPercent === undefined ? before.price.taxPercent : change.taxPercent,
    months: change.months ?? before.months,
  };
  const place = placeOf(terms.facilityIds, facilities);
  if ('type' in place) return refused(place);
  const fault = termsFault(terms);
  if (fault !== undefined) return refused(fault);
  const product: PassProduct = {
    ...before,
    name: tidy(terms.name),
    facilityIds: [...new Set(terms.facilityIds)],
    price: { amount: terms.price, currency: place.currency, taxPercent: terms.taxPercent },
    months: terms.months,
    timeZone: place.timeZone,
    isOnSale: change.isOnSale ?? before.isOnSale,
  };
  if (JSON.stringify(product) === JSON.stringify(before)) return accepted();
  return accepted({ type: 'PassProductChanged', before, product });
}

/** Currency of the facilities, and the zone of the first. */
function placeOf(
  facilityIds: readonly string[],
  known: readonly KnownFacility[],
): Pick<KnownFacility, 'currency' | 'timeZone'> | TermsRefusal {
  if (facilityIds.length > limits.facilitiesPerPassProduct) {
    const most = limits.facilitiesPerPassProduct;
    return invalidInput('facilityIds', `Name at most ${most} facilities, or none for all.`);
  }
  const missing = facilityIds.find((id) => !known.some((facility) => facility.id === id));
  if (missing !== undefined) return notFound('Facility', missing);
  const own = known.filter(({ id }) => facilityIds.length === 0 || facilityIds.includes(id));
  const [first] = own;
  if (first === undefined) {
    return invalidInput('facilityIds', 'There is no facility yet that a pass could be for.');
  }
  if (own.some(({ currency }) => currency !== first.currency)) {
    return invalidInput('facilityIds', 'A pass is for facilities of one currency.');
  }
  return first;
}

function termsFault({ name, price, taxPercent, months }: PassTerms): Fault | undefined {
  return firstFault(
    textFault('name', name, limits.nameLength),
    /^\d{1,9}(\.\d{1,4})?$/.test(price)
      ? undefined
      : invalidInput('price', 'A price is 0 or more, with at most four decimals.'),
    taxPercent === null || /^(\d{1,2}(\.\d{1,4})?|100(\.0{1,4})?)$/.test(taxPercent)
      ? undefined
      : invalidInput('taxPercent', 'A rate of tax is 0 to 100 percent.'),
    months >= 1 && months <= limits.passMonths
      ? undefined
      : invalidInput('months', `A pass lasts 1 to ${limits.passMonths} months.`),
  );
}
