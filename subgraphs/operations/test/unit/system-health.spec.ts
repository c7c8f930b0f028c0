import type { ContextStatus } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { judgeContext } from '../../src/domain/system-health.js';

const now = new Date('2027-03-01T08:00:00Z');
const status: ContextStatus = {
  ...{ context: 'billing', instance: 'a', at: now.toISOString(), leader: true },
  database: { answerMs: 3, connections: 2, waiting: 0 },
  outbox: { unpublished: 0, oldestSeconds: 0 },
  consumers: [{ source: 'parking', lag: 4 }],
  deadLetters: { parked: 0, retrying: 1, waiting: 0 },
};
const heard = (words: Partial<ContextStatus> = {}, secondsAgo = 1) => ({
  status: { ...status, ...words },
  heardAt: new Date(now.getTime() - secondsAgo * 1_000),
});
const stateOf = (...all: ReturnType<typeof heard>[]) => judgeContext('billing', all, now);

describe('a context', () => {
  it('is well when it says so', () => {
    expect(stateOf(heard())).toMatchObject({ state: 'OK', problems: [], processCount: 1 });
  });

  it('is silent when nothing was heard of it lately, or ever', () => {
    expect(stateOf()).toMatchObject({ state: 'SILENT', lastHeardAt: null });
    expect(stateOf(heard({}, 21))).toMatchObject({ state: 'SILENT', processCount: 0 });
  });

  it('is down without its database', () => {
    const gone = { database: null, outbox: null, deadLetters: null, consumers: [] };
    expect(stateOf(heard(gone))).toMatchObject({ state: 'DOWN' });
  });

  it.each([
    ['the outbox is late', { outbox: { unpublished: 9, oldestSeconds: 31 } }],
    ['events of parking wait', { consumers: [{ source: 'parking', lag: 1_001 }] }],
    ['dead letters wait for a person', { deadLetters: { parked: 1, retrying: 0, waiting: 0 } }],
    ['no process publishes and consumes', { leader: false }],
    ['requests wait for a connection', { database: { answerMs: 1, connections: 10, waiting: 11 } }],
  ])('is late when %s', (problem, words) => {
    expect(stateOf(heard(words))).toMatchObject({ state: 'LATE', problems: [problem] });
  });

  it('is led by one of its processes', () => {
    const follower = { instance: 'b', leader: false };
    expect(stateOf(heard(follower), heard({}, 5))).toMatchObject({ state: 'OK', processCount: 2 });
  });
});
