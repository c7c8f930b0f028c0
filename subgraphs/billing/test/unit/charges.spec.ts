import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Charge } from '../../src/domain/charge.js';
import { changedCharges, sumOf } from '../../src/domain/charges.js';
import { amountsOf, mirrored } from '../../src/domain/document.js';
import { decideSettlement } from '../../src/domain/settle-stay.js';
import { obstacleTo } from '../../src/domain/apply-discount.js';
import { line } from '../support/documents.js';
import { facts, session, stay } from '../support/facts.js';
import { minutes, noon } from '../support/heard.js';

const frame = {
  ...{ tenantId: 'tenant-one', facilityId: 'facility-one', customerId: 'customer-one' },
  ...{ parkingSessionId: 'stay-one', currency: 'EUR' },
};
let count = 0;
const made = { newId: () => `charge-${(count += 1)}`, at: noon };
const chargesOf = (current: Charge[], lines: Parameters<typeof changedCharges>[1]) =>
  changedCharges(current, lines, frame, made).map(({ charge }) => charge);

describe('charges', () => {
  it('are one a source and kind, with every line', () => {
    const lines = [
      ...[line(), line({ inclTax: '-1.00', exclTax: '-0.84' }), line({ kind: 'PENALTY' })],
      line({ kind: 'CHARGING', sourceType: 'CHARGING_SESSION', sourceId: 'session-one' }),
    ];
    expect(chargesOf([], lines)).toMatchObject([
      { kind: 'PARKING', sourceId: 'stay-one', inclTax: '1.00', lines: [{}, {}] },
      { kind: 'PENALTY', sourceId: 'stay-one', inclTax: '2.00' },
      { kind: 'CHARGING', sourceId: 'session-one', inclTax: '2.00' },
    ]);
  });

  it('stay when they come to the same, and are replaced when not', () => {
    const [first] = chargesOf([], [line()]);
    if (first === undefined) throw new Error('There is a charge.');
    expect(chargesOf([first], [line()])).toEqual([]);
    expect(chargesOf([first], [line({ inclTax: '3.00' })])).toMatchObject([
      { inclTax: '3.00', replacesChargeId: first.id },
    ]);
    expect(chargesOf([first], [])).toMatchObject([
      { inclTax: '0.00', lines: [], replacesChargeId: first.id },
    ]);
    expect(chargesOf([{ ...first, customerId: 'customer-two' }], [line()])).toHaveLength(1);
  });

  it('are not made of nothing', () => {
    expect(chargesOf([], [line({ inclTax: '0.00', exclTax: '0.00' })])).toEqual([]);
  });
});

describe('documents', () => {
  const cents = fc.integer({ min: -5_000_000, max: 5_000_000 });
  const kinds = fc.constantFrom('PARKING', 'CHARGING', 'IDLE', 'PENALTY');
  const rates = fc.constantFrom('19', '7', '0', null);
  const lines = fc.array(
    fc.record({ kind: kinds, taxPercent: rates, amount: cents }).map(({ amount, ...rest }) => {
      // Thirds of a thousandth: nothing that rounds by itself.
      const inclTax = (amount / 1_000).toFixed(3);
      return line({ ...rest, inclTax, exclTax: (amount / 1_190).toFixed(6) });
    }),
    { maxLength: 30 },
  );

  it('add up, whatever their lines', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const { byKind, taxes, netMinor, taxMinor, totalMinor } = amountsOf(some, 'EUR');
        const sum = (amounts: number[]) => amounts.reduce((all, one) => all + one, 0);
        expect(netMinor + taxMinor).toBe(totalMinor);
        expect(sum(byKind.map(({ netMinor: net }) => net))).toBe(netMinor);
        expect(sum(byKind.map(({ grossMinor }) => grossMinor))).toBe(totalMinor);
        expect(sum(taxes.map(({ taxMinor: tax }) => tax))).toBe(taxMinor);
        // Half a cent a rate, and no more.
        const exact = Number(sumOf(some).inclTax) * 100;
        expect(Math.abs(exact - totalMinor)).toBeLessThanOrEqual(taxes.length * 0.5 + 1e-6);
      }),
    );
  });

  it('are mirrored to the cent by credit notes', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const document = {
          ...{ number: 'INV-1', issuedAt: noon, dueAt: noon, lines: some, explanation: [] },
          ...{ creditsInvoiceId: null, replacesInvoiceId: null, ...amountsOf(some, 'EUR') },
          seller: { name: '', place: [] },
        };
        const note = mirrored(document);
        expect(note.totalMinor + document.totalMinor).toBe(0);
        expect(amountsOf(note.lines, 'EUR').totalMinor).toBe(note.totalMinor);
        expect(sumOf([...some, ...note.lines]).inclTax).toBe('0.00');
      }),
    );
  });
});

describe('settling', () => {
  const inside = stay({ leftAt: null, status: 'OPEN' });
  it('is up to now, with the grace of the facility', () => {
    expect(decideSettlement(facts({ stay: inside }), minutes(50))).toMatchObject({
      settlement: { at: minutes(50), graceUntil: minutes(65) },
    });
  });
  it('stays as it was while its grace lasts', () => {
    const settlement = { at: minutes(50), graceUntil: minutes(65) };
    const known = facts({ stay: inside, settlement });
    expect(decideSettlement(known, minutes(65))).toMatchObject({ settlement });
    expect(decideSettlement(known, minutes(66))).toMatchObject({ settlement: { at: minutes(66) } });
  });
  it('is refused when the vehicle has left, charges, or the price is not known', () => {
    const types = [
      facts(),
      facts({ stay: inside, sessions: [session({ endedAt: null })] }),
      facts({ stay: inside, facility: null }),
    ].map((known) => {
      const decision = decideSettlement(known, minutes(50));
      return 'refusal' in decision ? decision.refusal.type : null;
    });
    expect(types).toEqual(['StayNotOpen', 'ChargingInProgress', 'NotBillableYet']);
  });
});

describe('discounts', () => {
  const discount = {
    ...{ discountId: 'discount-one', code: 'SHOP', name: 'Shop', appliesTo: 'STAY' as const },
    reduction: { kind: 'PERCENT', percent: '10' } as const,
    ...{ facilityIds: [], validFrom: noon.toISOString(), validUntil: minutes(10).toISOString() },
    ...{ maximumUses: 2, active: true },
  };
  const at = (count_: number) => ({
    ...{ facilityId: 'facility-one', currency: 'EUR', now: minutes(count_) },
  });
  it('count from their first instant, and no longer at their last', () => {
    expect(obstacleTo({ discount, uses: 0 }, at(-1))).toBe('NOT_YET_VALID');
    expect(obstacleTo({ discount, uses: 0 }, at(0))).toBeNull();
    expect(obstacleTo({ discount, uses: 0 }, at(10))).toBe('EXPIRED');
  });
  it('are used up', () => {
    expect(obstacleTo({ discount, uses: 1 }, at(0))).toBeNull();
    expect(obstacleTo({ discount, uses: 2 }, at(0))).toBe('USED_UP');
  });
});
