import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, attendant, driver, operator, stranger, tenantId } from '../support/actors.js';
import { runMoney, type Result, type RunningMoney } from '../support/money.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterAll(() => money.stop());

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

const trial = `query ($tenantId: ID, $at: DateTime) { trialBalance(tenantId: $tenantId, at: $at) {
  at lines { account chargeKind taxPercent facility { id } balance { amount currency } } sums { amount currency } } }`;
const balance = `query ($of: LedgerAccountInput!, $at: DateTime) {
  ledgerBalance(of: $of, at: $at) { amount currency } }`;

describe('the ledger', () => {
  it('is only ever added to', async () => {
    await money.issue();
    for (const statement of [
      'UPDATE ledger_posting SET amount_minor = amount_minor + 1',
      'DELETE FROM ledger_posting',
      'TRUNCATE ledger_posting',
      `UPDATE ledger_entry SET tenant_id = 'x'`,
      'DELETE FROM ledger_entry',
      'TRUNCATE ledger_entry CASCADE',
    ]) {
      await expect(money.sql(statement)).rejects.toThrow('only ever added to');
    }
  });

  it('takes no entry that does not sum to zero, and nothing half', async () => {
    const id = newId();
    const now = new Date();
    const entry = money.prisma.ledgerEntryRow.create({
      data: {
        id,
        kind: 'INVOICE_ISSUED',
        sourceId: id,
        tenantId,
        currency: 'EUR',
        occurredAt: now,
      },
    });
    const postings = (currency: string, amounts: readonly bigint[]) =>
      money.prisma.ledgerPostingRow.createMany({
        data: amounts.map((amountMinor) => ({
          ...{ entryId: id, account: 'PROCESSOR_CLEARING', tenantId, currency, occurredAt: now },
          amountMinor,
        })),
      });
    await expect(money.prisma.$transaction([entry, postings('EUR', [100n, -99n])])).rejects.toThrow(
      'does not balance',
    );
    await expect(
      money.prisma.$transaction([entry, postings('USD', [100n, -100n])]),
    ).rejects.toThrow('does not balance');
    expect(await money.sql('SELECT 1 FROM ledger_entry WHERE id = $1', [id])).toEqual([]);
  });

  it('says how every account stood at any instant, and each currency sums to zero', async () => {
    const before = money.clock.now();
    money.clock.pass({ seconds: 60 });
    const invoiceId = await money.issue({ totalMinor: 1190 });
    const issued = money.clock.now();
    const of = (account: string) => ({ account, invoiceId });
    const at = async (account: string, when: Date | null) => {
      const variables = { of: of(account), at: when?.toISOString() ?? null };
      return (await money.data<{ ledgerBalance: object[] }>(balance, variables, operator))
        .ledgerBalance;
    };
    expect(await at('RECEIVABLE', before)).toEqual([]);
    expect(await at('RECEIVABLE', issued)).toEqual([{ amount: '11.90', currency: 'EUR' }]);
    money.clock.pass({ seconds: 60 });
    const paid = await money.pay(invoiceId);
    await money.refund(idOf(paid), { amount: '1.90' });
    expect(await at('RECEIVABLE', issued)).toEqual([{ amount: '11.90', currency: 'EUR' }]);
    expect(await at('RECEIVABLE', null)).toEqual([{ amount: '0.00', currency: 'EUR' }]);
    expect(await at('REVENUE', null)).toEqual([{ amount: '-10.00', currency: 'EUR' }]);
    expect(await at('TAX_PAYABLE', null)).toEqual([{ amount: '-1.90', currency: 'EUR' }]);
    expect(await at('PROCESSOR_CLEARING', null)).toEqual([{ amount: '10.00', currency: 'EUR' }]);
    expect(await at('REFUNDS', null)).toEqual([{ amount: '1.90', currency: 'EUR' }]);
    const { trialBalance } = await money.data<{ trialBalance: { lines: object[]; sums: object } }>(
      trial,
      {},
      operator,
    );
    expect(trialBalance.sums).toEqual([{ amount: '0.00', currency: 'EUR' }]);
    expect(trialBalance.lines).toContainEqual({
      ...{ account: 'REVENUE', chargeKind: 'PARKING', taxPercent: null },
      facility: { id: 'facility-one' },
      balance: { amount: expect.stringMatching(/^-/) as string, currency: 'EUR' },
    });
  });

  it('is shown to those who may see the revenue, of their own tenant', async () => {
    await money.issue();
    const books = (variables: object, actor: typeof operator) =>
      money.data<{ trialBalance: { lines: object[] } | null }>(trial, variables, actor);
    expect((await books({}, stranger)).trialBalance?.lines).toEqual([]);
    expect((await books({ tenantId }, stranger)).trialBalance).toBeNull();
    expect((await books({ tenantId }, admin)).trialBalance?.lines).not.toEqual([]);
    expect((await books({}, admin)).trialBalance?.lines).not.toEqual([]);
    await expect(books({}, attendant)).rejects.toThrow('FORBIDDEN');
    await expect(books({}, driver)).rejects.toThrow('FORBIDDEN');
  });
});
