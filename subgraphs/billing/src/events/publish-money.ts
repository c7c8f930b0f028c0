import type { EventDraft } from '@voltpark/contracts';
import type { Cause } from '../application/ports.js';
import type { MoneyEvent } from '../domain/money-events.js';

/** What happened to money, as the rest of Voltpark hears of it. */
export function publishMoney(_event: MoneyEvent, _cause: Cause): EventDraft | null {
  return null;
}
