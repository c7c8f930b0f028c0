import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/actors.js';
import { expectSoundMoney } from '../support/money-invariants.js';
import { runMoney, type RunningMoney } from '../support/money.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterEach(() => expectSoundMoney(money));
afterAll(() => money.stop());

const query =
  'query ($id: ID!) { invoice(id: $id) { status overdueSince dunningLevel owed { amount } } }';
const look = (id: string) => money.data<{ invoice: object }>(query, { id }, driver);

describe('an invoice that is not paid when it is due', () => {
  it('becomes overdue by itself and is dunned three times, further and further apart', async () => {
    const invoiceId = await money.issue();
    expect(await look(invoiceId)).toMatchObject({ invoice: { status: 'ISSUED', dunningLevel: 0 } });
    money.clock.pass({ days: 14 });
    await money.until(async () =>
      expect(await look(invoiceId)).toMatchObject({ invoice: { status: 'OVERDUE' } }),
    );
    for (const [level, days] of [7, 7, 14].entries()) {
      money.clock.pass({ days });
      await money.until(async () =>
        expect(await look(invoiceId)).toMatchObject({ invoice: { dunningLevel: level + 1 } }),
      );
    }
    money.clock.pass({ days: 60 });
    const events = await money.events(invoiceId);
    expect(events).toMatchObject([
      { type: 'billing.invoice.overdue.v1', data: { owedMinor: 1000 } },
      { type: 'billing.invoice.dunned.v1', data: { level: 1 } },
      { type: 'billing.invoice.dunned.v1', data: { level: 2 } },
      { type: 'billing.invoice.dunned.v1', data: { level: 3, nextAt: null } },
    ]);
  });

  it('leaves the reminders when it is paid late', async () => {
    const invoiceId = await money.issue({ dueDays: 3 });
    money.clock.pass({ days: 4 });
    await money.until(async () =>
      expect(await look(invoiceId)).toMatchObject({ invoice: { status: 'OVERDUE' } }),
    );
    await money.pay(invoiceId);
    expect(await look(invoiceId)).toEqual({
      invoice: { status: 'PAID', overdueSince: null, dunningLevel: 0, owed: { amount: '0.00' } },
    });
    expect(await money.receivable(invoiceId)).toMatchObject({
      nextDunningAt: null,
      attendAt: null,
    });
  });

  it('stays overdue when a part of it is paid, and says what is still owed', async () => {
    const invoiceId = await money.issue({ dueDays: 1 });
    money.clock.pass({ days: 2 });
    await money.until(async () =>
      expect(await look(invoiceId)).toMatchObject({ invoice: { status: 'OVERDUE' } }),
    );
    await money.pay(invoiceId, { amount: '4' });
    money.clock.pass({ days: 8 });
    await money.until(async () =>
      expect((await money.events(invoiceId)).at(-1)).toMatchObject({
        type: 'billing.invoice.dunned.v1',
        data: { owedMinor: 600 },
      }),
    );
  });

  it('is not reminded of when a correction takes it back', async () => {
    const invoiceId = await money.issue({ dueDays: 1 });
    money.clock.pass({ days: 2 });
    await money.until(async () =>
      expect(await look(invoiceId)).toMatchObject({ invoice: { status: 'OVERDUE' } }),
    );
    await money.correct([invoiceId], null);
    expect(await money.receivable(invoiceId)).toMatchObject({
      status: 'CANCELLED',
      nextDunningAt: null,
      attendAt: null,
    });
  });
});
