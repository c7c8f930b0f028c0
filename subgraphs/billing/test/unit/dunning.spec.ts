import { describe, expect, it } from 'vitest';
import { dueAtOf } from '../../src/domain/due.js';
import { passTime } from '../../src/domain/dunning.js';
import { created, days, now, owed, paidSettlement, settlement } from '../support/money-builders.js';

const dunned = (level: number, nextAt: Date | null) => ({
  ...settlement(),
  receivable: owed({ dunning: { overdueAt: days(14), level, dunnedAt: null, nextAt } }),
});

describe('due dates', () => {
  it.each([
    [null, 14],
    [1, 1],
    [90, 90],
    [0, 14],
    [91, 14],
    [1.5, 14],
  ])('with the setting %s are %s days away', (setting, expected) => {
    expect(dueAtOf(now, setting)).toEqual(days(expected));
  });
});

describe('time that passes over an invoice', () => {
  it('makes it overdue at the instant when it was due', () => {
    expect(passTime(settlement(), new Date(days(14).getTime() - 1))).toBeNull();
    expect(passTime(settlement(), days(14))).toMatchObject({
      type: 'InvoiceOverdue',
      receivable: { version: 1, dunning: { level: 0, nextAt: days(21) } },
    });
  });

  it('reminds of it level by level, and not after the last', () => {
    expect(passTime(dunned(0, days(21)), days(20))).toBeNull();
    expect(passTime(dunned(0, days(21)), days(21))).toMatchObject({
      type: 'InvoiceDunned',
      level: 1,
      nextAt: days(28),
    });
    expect(passTime(dunned(2, days(42)), days(42))).toMatchObject({ level: 3, nextAt: null });
    expect(passTime(dunned(3, null), days(400))).toBeNull();
  });

  it('after a standstill does not send all reminders at once', () => {
    expect(passTime(dunned(0, days(21)), days(100))).toMatchObject({ level: 1, nextAt: days(107) });
  });

  it('stays quiet when it is paid, or is being paid right now', () => {
    expect(passTime(paidSettlement(), days(400))).toBeNull();
    expect(passTime(settlement(created()), days(400))).toBeNull();
  });
});
