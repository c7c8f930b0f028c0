import type { Actor } from '@voltpark/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver, operator, terminal } from '../support/actors.js';
import { expectRestingMoney, expectSoundMoney } from '../support/money-invariants.js';
import { runMoney, type RunningMoney } from '../support/money.js';

/** The model knows what was issued and what stands in for it; everything else has to follow from that. */
interface Model {
  readonly dueMinor: Map<string, number>;
}

interface Real {
  readonly money: RunningMoney;
}

type Act = (model: Model, real: Real) => Promise<unknown>;
interface Named {
  readonly name: string;
  readonly act: Act;
}

const pick = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items[index % Math.max(1, items.length)];

const index = fc.nat(1);
const total = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 3000 }),
  fc.integer({ min: 1, max: 3000 }),
);
const payer = fc.constantFrom(driver, terminal, operator);
const amount = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 1, max: 2500 }).map((minor) => (minor / 100).toFixed(2)),
);
const token = fc.constantFrom(
  'tok_ok',
  'tok_ok',
  'tok_declined',
  'tok_answers_twice',
  'tok_webhook_first',
  'tok_timeout_then_ok',
  'tok_timeout_silent',
  'tok_timeout_then_declined',
  'tok_lost',
  'tok_late',
  'tok_declined_then_ok',
  'tok_capture_declined',
  'tok_capture_timeout_silent',
  'tok_refund_timeout_then_ok',
);

const named = (name: string, act: Act): Named => ({ name, act });

const issues = total.map((minor) =>
  named(`issue ${minor}`, async ({ dueMinor }, { money }) => {
    dueMinor.set(await money.issue({ totalMinor: minor }), minor);
  }),
);

const pays = fc
  .tuple(index, token, amount, payer)
  .map(([i, with_, of, who]) =>
    named(`pay ${i} ${with_} ${of} by ${who.id}`, (model, { money }) =>
      onInvoice(model, i, (id) => money.pay(id, { token: with_, amount: of }, who)),
    ),
  );

const authorises = fc
  .tuple(index, token)
  .map(([i, with_]) =>
    named(`authorise ${i} ${with_}`, (model, { money }) =>
      onInvoice(model, i, (invoiceId) =>
        money.choose(
          'authorisePayment',
          { invoiceId, method: 'DIGITAL_WALLET', token: with_ },
          terminal,
        ),
      ),
    ),
  );

const onInvoice = async (
  { dueMinor }: Model,
  i: number,
  work: (invoiceId: string) => Promise<unknown>,
) => {
  const invoiceId = pick([...dueMinor.keys()].slice(-2), i);
  if (invoiceId !== undefined) await work(invoiceId);
};

const onPayment = async (
  money: RunningMoney,
  i: number,
  work: (id: string) => Promise<unknown>,
) => {
  const rows = await money.sql<{ id: string }>('SELECT id FROM payment ORDER BY id DESC LIMIT 3');
  const row = pick(rows, i);
  if (row !== undefined) await work(row.id);
};

const changes = fc
  .tuple(index, amount, fc.constantFrom('capturePayment', 'voidPayment', 'refundPayment'))
  .map(([i, of, name]) =>
    named(`${name} ${i} ${of}`, (_model, { money }) =>
      onPayment(money, i, (paymentId) => {
        const more: Record<string, object> = {
          capturePayment: { amount: of },
          refundPayment: { amount: of, reason: 'Property' },
        };
        const who: Actor = name === 'refundPayment' ? operator : terminal;
        return money.choose(name, { paymentId, ...more[name] }, who);
      }),
    ),
  );

/** What happens at the same time. */
const crowd = fc.array(fc.oneof(pays, pays, pays, authorises, changes, changes), {
  minLength: 1,
  maxLength: 5,
});

const corrects = fc.tuple(index, fc.option(total)).map(([i, minor]) =>
  named(`correct ${i} to ${minor}`, (model, { money }) =>
    onInvoice(model, i, async (id) => {
      // Drawn now, as money under way must not be lost by a correction in between.
      const by = await money.correct([id], minor === null ? null : { totalMinor: minor });
      model.dueMinor.delete(id);
      if (by !== null) model.dueMinor.set(by, minor ?? 0);
    }),
  ),
);

const passes = fc
  .constantFrom(1, 12, 86_400, 10 * 86_400)
  .map((seconds) =>
    named(`pass ${seconds} s`, async (_model, { money }) => money.clock.pass({ seconds })),
  );

type Step = fc.AsyncCommand<Model, Real>;
const together = (acts: readonly Named[]): Step => ({
  check: () => true,
  async run(model, real) {
    await Promise.all(acts.map(({ act }) => act(model, real)));
    await expectSoundMoney(real.money);
  },
  toString: () => acts.map(({ name }) => name).join(' + '),
});

const steps = [
  issues.map((one) => together([one])),
  crowd.map(together),
  crowd.map(together),
  // A correction comes between payments that are under way; visits are held, so there is one of them at a time.
  fc.tuple(corrects, crowd).map(([one, others]) => together([one, ...others])),
  passes.map((one) => together([one])),
];

describe('whatever happens to money at the same time', () => {
  let money: RunningMoney;
  beforeAll(async () => {
    money = await runMoney();
  });
  afterAll(() => money.stop());

  it('the ledger sums to zero, nobody pays twice, and every payment ends in one known outcome', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3000 }),
        fc.commands(steps, { maxCommands: 12 }),
        async (first, commands) => {
          const model: Model = { dueMinor: new Map() };
          model.dueMinor.set(await money.issue({ totalMinor: first }), first);
          await fc.asyncModelRun(() => ({ model, real: { money } }), commands);
          await money.until(() => expectRestingMoney(money));
          await expectPaidOnce(model);
          await expectTakenOnce();
        },
      ),
      {
        numRuns: 8,
        // The first story has to come to its end, also where the machine is busy with others.
        interruptAfterTimeLimit: 60_000,
        markInterruptAsFailure: false,
        endOnFailure: true,
      },
    );
  }, 120_000);

  /** Of an invoice that was never corrected no more was ever taken than it claims, not even for a moment. */
  async function expectTakenOnce(): Promise<void> {
    const rows = await money.sql(
      `SELECT r.invoice_id FROM receivable r JOIN payment p USING (invoice_id)
       WHERE p.status = 'CAPTURED' AND NOT EXISTS (SELECT 1 FROM receivable old WHERE old.replaced_by_id = r.invoice_id)
       GROUP BY r.invoice_id, r.total_minor HAVING sum(p.captured_minor) > r.total_minor`,
    );
    expect(rows, 'somebody paid twice').toEqual([]);
  }

  /** At rest every invoice has what is due less what is owed, and nothing above; all else went back. */
  async function expectPaidOnce({ dueMinor }: Model): Promise<void> {
    for (const [invoiceId, due] of dueMinor) {
      const { owedMinor, status } = await money.receivable(invoiceId);
      const [row] = await money.sql<{ funds: string }>(
        `SELECT coalesce(sum(funds_minor), 0) AS funds FROM payment WHERE invoice_id = $1 AND status = 'CAPTURED'`,
        [invoiceId],
      );
      expect(Number(row?.funds)).toBe(due - Number(owedMinor));
      expect(status).toBe(owedMinor === 0n ? 'PAID' : 'OPEN');
      const paid = (await money.types(invoiceId)).filter((type) => type.includes('invoice.paid'));
      expect(paid).toHaveLength(owedMinor === 0n ? 1 : 0);
    }
  }
});
