import type { Consent, Preference } from '../domain/consent.js';

export interface ConsentReads {
  /** The newest decision about each purpose that the customer decided about. */
  inForce(customerId: string): Promise<Consent[]>;
  /** In the order of their keys. */
  preferences(customerId: string): Promise<Preference[]>;
}
