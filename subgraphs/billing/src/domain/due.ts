import { daysLater, paymentLimits } from './payment-limits.js';

/**
 * When an invoice is due: so many days of 24 hours after it was issued.
 * @param dueDays what the facility says, 1 to 90; null or anything else: the default of 14
 */
export function dueAtOf(issuedAt: Date, dueDays: number | null): Date {
  const isUsable =
    dueDays !== null &&
    Number.isInteger(dueDays) &&
    dueDays >= 1 &&
    dueDays <= paymentLimits.longestDueDays;
  return daysLater(issuedAt, isUsable ? dueDays : paymentLimits.dueDays);
}
