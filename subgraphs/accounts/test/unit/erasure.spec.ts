import { describe, expect, it } from 'vitest';
import {
  decideErasureGoesOn,
  decideWithdrawErasure,
  type ContextAnswer,
  type Erasure,
} from '../../src/domain/erasure.js';

const now = new Date('2026-05-04T08:00:00Z');
const person = { customerId: 'customer', accountId: 'account', registrations: ['DDAB123'] };
const erasure = (status: Erasure['status'], more: Partial<Erasure> = {}): Erasure => ({
  ...{ id: 'erasure', customerId: 'customer', accountId: 'account', status },
  ...{ requestedAt: now, begunAt: status === 'WAITING' ? null : now, endedAt: null, version: 1 },
  ...more,
});
const says = (
  context: string,
  step: ContextAnswer['step'],
  outcome: ContextAnswer['outcome'] = 'DONE',
): ContextAnswer => ({ context, step, outcome, open: [], found: {}, kept: [] });
const contexts = ['accounts', 'parking'];
const goesOn = (of: Erasure, answers: readonly ContextAnswer[], at = now) => {
  const progress = { answers, contexts, now: at, tokensLiveMs: 60_000 };
  const decision = decideErasureGoesOn(of, person, progress);
  return decision.outcome === 'accepted' ? decision.events.map(({ type }) => type) : decision;
};

describe('an erasure', () => {
  it('begins when no context has anything open, and not before every one has said so', () => {
    expect(goesOn(erasure('WAITING'), [says('accounts', 'ASKED')])).toEqual([]);
    const waits = says('parking', 'ASKED', 'WAITING');
    expect(goesOn(erasure('WAITING'), [says('accounts', 'ASKED'), waits])).toEqual([]);
    const all = contexts.map((context) => says(context, 'ASKED'));
    expect(goesOn(erasure('WAITING'), all)).toEqual(['ErasureBegun']);
  });

  it('is sealed once all have forgotten and tokens of the person are heard no more', () => {
    const all = contexts.map((context) => says(context, 'FORGET'));
    expect(goesOn(erasure('FORGETTING'), all)).toEqual([]);
    const later = new Date(now.getTime() + 60_000);
    expect(goesOn(erasure('FORGETTING'), all, later)).toEqual(['ErasureSealed']);
    const [first = says('accounts', 'FORGET')] = all;
    expect(goesOn(erasure('FORGETTING'), [first, says('parking', 'ASKED')], later)).toEqual([]);
  });

  it('is done when all have sealed, and stays so', () => {
    const all = contexts.map((context) => says(context, 'SEAL'));
    expect(goesOn(erasure('SEALING'), all)).toEqual(['CustomerErased']);
    expect(goesOn(erasure('DONE', { endedAt: now }), all)).toEqual([]);
    expect(goesOn(erasure('WITHDRAWN', { endedAt: now }), all)).toEqual([]);
  });

  it('can be taken back while it waits, and not afterwards', () => {
    expect(decideWithdrawErasure(erasure('WAITING'), now)).toMatchObject({
      events: [{ type: 'ErasureWithdrawn', erasure: { status: 'WITHDRAWN', version: 2 } }],
    });
    expect(decideWithdrawErasure(erasure('FORGETTING'), now)).toMatchObject({
      refusal: { type: 'ErasureHasBegun' },
    });
    const withdrawn = erasure('WITHDRAWN', { endedAt: now });
    expect(decideWithdrawErasure(withdrawn, now)).toMatchObject({ events: [] });
  });
});
