import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ended, stopped } from '../../src/domain/end-session.js';
import { pause, resume } from '../../src/domain/pause-resume.js';
import {
  isOpen,
  stopOf,
  type ChargingSession,
  type PausedSession,
  type PendingSession,
} from '../../src/domain/session.js';
import { active, completed } from '../support/charging-session.js';

const at = new Date('2026-05-01T12:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

const pending = (): PendingSession => {
  const { activeSince: _since, stop: _stop, ...rest } = active({ startedAt: at });
  return { ...rest, status: 'PENDING' };
};
const charging = (words = {}) => active({ startedAt: at, activeSince: at, ...words });
const paused = (words = {}): PausedSession => ({
  ...charging(words),
  status: 'PAUSED',
  pausedAt: later(1),
});
const stop = { at: later(2), reason: 'TARGET_SOC' } as const;

describe('pausing', () => {
  it('lets a session rest', () => {
    expect(pause(charging(), later(5))).toMatchObject({
      outcome: 'accepted',
      events: [{ status: 'PAUSED', pausedAt: later(5), version: 2 }],
    });
  });

  it('does not happen before the session began, whatever clocks say', () => {
    expect(pause(charging(), later(-5))).toMatchObject({ events: [{ pausedAt: at }] });
  });

  it.each([
    ['no energy', pending(), 'SessionNotActive'],
    ['a rest already', paused(), 'SessionNotActive'],
    ['a stop', charging({ stop }), 'ChargingSessionStopped'],
    ['an end', completed(), 'ChargingSessionEnded'],
  ])('is refused with %s', (_what, session, type) => {
    expect(pause(session, later(5))).toMatchObject({ outcome: 'refused', refusal: { type } });
  });
});

describe('resuming', () => {
  it('lets a session go on', () => {
    const decision = resume(paused());
    expect(decision).toMatchObject({
      outcome: 'accepted',
      events: [{ status: 'ACTIVE', version: 2 }],
    });
    expect(decision).not.toHaveProperty('events.0.pausedAt');
  });

  it.each([
    ['no energy', pending(), 'SessionNotPaused'],
    ['energy flowing', charging(), 'SessionNotPaused'],
    ['a stop', paused({ stop }), 'ChargingSessionStopped'],
    ['an end', completed(), 'ChargingSessionEnded'],
  ])('is refused with %s', (_what, session, type) => {
    expect(resume(session)).toMatchObject({ outcome: 'refused', refusal: { type } });
  });
});

describe('a stop', () => {
  it('ends charging and leaves the session as it is', () => {
    expect(stopped(charging(), { at: later(3), reason: 'REQUESTED' })).toMatchObject({
      status: 'ACTIVE',
      stop: { at: later(3), reason: 'REQUESTED' },
      version: 1,
    });
  });

  it('of a stopped session is none', () => {
    expect(stopped(paused({ stop }), { at: later(3), reason: 'REQUESTED' })).toBeNull();
  });
});

describe('an end', () => {
  it('completes a session, with why and when', () => {
    expect(ended(charging(), { at: later(9), reason: 'UNPLUGGED' })).toMatchObject({
      status: 'COMPLETED',
      endedAt: later(9),
      stopReason: 'UNPLUGGED',
      stoppedAt: null,
      activeSince: at,
      revision: 1,
      version: 2,
    });
  });

  it('has the reason of the stop that came before', () => {
    const fault = { code: 'OverVoltage', description: null };
    expect(ended(charging({ stop }), { at: later(9), reason: 'FAULT', fault })).toMatchObject({
      status: 'COMPLETED',
      stopReason: 'TARGET_SOC',
      stoppedAt: stop.at,
    });
  });

  it('by a fault interrupts', () => {
    const fault = { code: 'GroundFailure', description: 'Residual current' };
    expect(ended(paused(), { at: later(9), reason: 'FAULT', fault })).toMatchObject({
      status: 'INTERRUPTED',
      stopReason: 'FAULT',
      fault,
    });
  });

  it('has nothing left of an open session', () => {
    const final = ended(paused({ stop }), { at: later(9), reason: 'LEFT' });
    expect(final).not.toHaveProperty('pausedAt');
    expect(final).not.toHaveProperty('stop');
  });

  it('is never before the beginning or the stop', () => {
    expect(ended(pending(), { at: later(-9), reason: 'LEFT' }).endedAt).toEqual(at);
    expect(ended(charging({ stop }), { at: later(1), reason: 'LEFT' }).endedAt).toEqual(stop.at);
  });
});

type Step = (session: ChargingSession, when: Date) => ChargingSession;

/** Everything that can be tried with a session; what is refused changes nothing. */
const steps: Readonly<Record<string, Step>> = {
  pause: (session, when) => taken(session, pause(session, when)),
  resume: (session) => taken(session, resume(session)),
  flow: (session, when) =>
    session.status === 'PENDING'
      ? { ...session, status: 'ACTIVE', activeSince: when, stop: null }
      : session,
  stop: (session, when) => {
    if (session.status !== 'ACTIVE' && session.status !== 'PAUSED') return session;
    return stopped(session, { at: when, reason: 'REQUESTED' }) ?? session;
  },
  end: (session, when) =>
    isOpen(session) ? ended(session, { at: when, reason: 'LEFT' }) : session,
  fault: (session, when) =>
    isOpen(session) ? ended(session, { at: when, reason: 'FAULT', fault: null }) : session,
};

function taken(
  session: ChargingSession,
  decision: ReturnType<typeof pause> | ReturnType<typeof resume>,
): ChargingSession {
  return decision.outcome === 'accepted' ? (decision.events[0] ?? session) : session;
}

describe('whatever is tried with a session, in any order', () => {
  it('a final one never changes, the first stop stays, and time runs forward', () => {
    const anything = fc.array(
      fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.integer({ min: -60, max: 600 })),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(anything, (tried) => {
        let session: ChargingSession = pending();
        for (const [name, minutes] of tried) {
          const next: ChargingSession = (steps[name] ?? ((same) => same))(session, later(minutes));
          if (!isOpen(session)) expect(next).toBe(session);
          else expectOnwards(session, next);
          session = next;
        }
      }),
    );
  });
});

function expectOnwards(session: ChargingSession, next: ChargingSession): void {
  expect(next.version).toBeGreaterThanOrEqual(session.version);
  const stopBefore = isOpen(session) ? stopOf(session) : null;
  if (isOpen(next)) {
    if (stopBefore !== null) expect(stopOf(next)).toEqual(stopBefore);
    return;
  }
  expect(next.endedAt.getTime()).toBeGreaterThanOrEqual(next.startedAt.getTime());
  if (stopBefore === null) return;
  expect(next).toMatchObject({ stopReason: stopBefore.reason, stoppedAt: stopBefore.at });
  expect(next.status).toBe('COMPLETED');
}
