import { accepted, type Decision } from '@voltpark/kit/decision';

/** What data of a person may be used for beyond what parking itself needs. Without consent it is not. */
export const purposes = ['MARKETING', 'ANALYTICS', 'PARTNERS'] as const;
export type Purpose = (typeof purposes)[number];

/** What a customer decided about a purpose. */
export interface Consent {
  readonly id: string;
  readonly customerId: string;
  readonly purpose: Purpose;
  readonly isGiven: boolean;
  /** Version of the text that the decision was about. */
  readonly textVersion: string;
  readonly decidedAt: Date;
}

/** What a customer likes: a value by key. */
export interface Preference {
  readonly customerId: string;
  readonly key: string;
  readonly value: string;
  readonly setAt: Date;
}

export type ConsentEvent =
  | { readonly type: 'ConsentDecided'; readonly consent: Consent }
  | { readonly type: 'PreferenceSet'; readonly preference: Preference };

/** A decision about a purpose is a new record: what was agreed to when has to be proven. The same again is none. */
export function decideConsent(
  inForce: Consent | null,
  wanted: Consent,
): Decision<ConsentEvent, never> {
  const isSame =
    inForce !== null &&
    inForce.isGiven === wanted.isGiven &&
    inForce.textVersion === wanted.textVersion;
  return isSame ? accepted() : accepted({ type: 'ConsentDecided', consent: wanted } as const);
}
