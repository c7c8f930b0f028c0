import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concluded,
  isDue,
  revived,
  taken,
  type Delivery,
  type Outcome,
} from '../../src/domain/delivery.js';
import { limits } from '../../src/domain/limits.js';

const noon = new Date('2026-05-04T10:00:00Z');
const later = (ms: number) => new Date(noon.getTime() + ms);
const queued: Delivery = {
  id: 'd1',
  noticeId: 'n1',
  channel: 'EMAIL',
  target: '',
  tenantId: null,
  attempts: 0,
  createdAt: noon,
  version: 0,
  state: { status: 'QUEUED', dueAt: noon },
};
const failed: Outcome = { type: 'FAILED', reason: 'No answer.', isFinal: false };
const sending = taken(queued, noon);

describe('a delivery', () => {
  it('is sent once it is due', () => {
    expect(isDue(queued, later(-1))).toBe(false);
    expect(isDue(queued, noon)).toBe(true);
    const sent = concluded(sending, 1, { type: 'SENT', providerId: 'p' }, noon);
    expect(sent).toMatchObject({ version: 1, attempts: 1, state: { status: 'SENT' } });
    expect(sent && isDue(sent, later(1e12))).toBe(false);
  });

  it('is tried again after longer and longer, and given up after the last', () => {
    let state = queued;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= limits.retryMs.length; attempt += 1) {
      const after = concluded(taken(state, noon), attempt, failed, noon);
      if (after?.state.status !== 'FAILED') throw new Error('gave up too early');
      waits.push(after.state.dueAt.getTime() - noon.getTime());
      state = after;
    }
    expect(waits).toEqual(limits.retryMs);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    const last = taken(state, noon);
    expect(concluded(last, last.attempts, failed, noon)).toMatchObject({
      version: 1,
      state: { status: 'DEAD', reason: 'No answer.' },
    });
  });

  it('is given up at once when trying again would change nothing', () => {
    const dead = concluded(sending, 1, { ...failed, isFinal: true }, noon);
    expect(dead?.state.status).toBe('DEAD');
    expect(dead && revived(dead, noon)).toMatchObject({ attempts: 0, state: { status: 'QUEUED' } });
    expect(revived(queued, noon)).toBeNull();
  });

  it('that is put off has not been tried', () => {
    const until = later(60_000);
    expect(concluded(sending, 1, { type: 'PUT_OFF', until }, noon)).toEqual({
      ...queued,
      state: { status: 'QUEUED', dueAt: until },
    });
  });

  it('is taken over when its sender died, and the late report of that one counts no more', () => {
    expect(isDue(sending, later(limits.leaseMs - 1))).toBe(false);
    expect(isDue(sending, later(limits.leaseMs))).toBe(true);
    const again = taken(sending, later(limits.leaseMs));
    expect(concluded(again, 1, failed, noon)).toBeNull();
    expect(concluded(again, 2, failed, noon)?.state.status).toBe('FAILED');
  });

  it('never comes back by itself once it is settled, whatever is reported', () => {
    const outcome = fc.constantFrom<Outcome>(
      failed,
      { ...failed, isFinal: true },
      { type: 'SENT', providerId: null },
      { type: 'SUPPRESSED', reason: 'EXPIRED' },
      { type: 'PUT_OFF', until: later(1000) },
    );
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 20 }), (outcomes) => {
        let state = queued;
        let settled = 0;
        for (const one of outcomes) {
          if (!isDue(state, later(1e9))) {
            expect(concluded(state, state.attempts, one, noon)).toBeNull();
            continue;
          }
          const held = taken(state, noon);
          state = concluded(held, held.attempts, one, noon) ?? state;
          settled += isDue(state, later(1e9)) ? 0 : 1;
          expect(state.attempts).toBeLessThanOrEqual(limits.retryMs.length + 1);
        }
        expect(settled).toBeLessThanOrEqual(1);
      }),
    );
  });
});
