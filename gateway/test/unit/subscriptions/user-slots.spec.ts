import { anonymous, type Actor } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { UserSlots } from '../../../src/subscriptions/user-slots.js';

const anna: Actor = { ...anonymous, kind: 'PERSON', id: 'anna' };

describe('Places for connections', () => {
  it('run out for one user, not for another', () => {
    const slots = new UserSlots({ connectionsPerUser: 2, connectionsPerAddress: 1 });
    expect(slots.take(anna, '1')).toBeDefined();
    expect(slots.take(anna, '2')).toBeDefined();
    expect(slots.take(anna, '3')).toBeUndefined();
    expect(slots.take({ ...anna, id: 'ben' }, '1')).toBeDefined();
  });

  it('are counted by address for the anonymous', () => {
    const slots = new UserSlots({ connectionsPerUser: 2, connectionsPerAddress: 1 });
    expect(slots.take(anonymous, '1')).toBeDefined();
    expect(slots.take(anonymous, '1')).toBeUndefined();
    expect(slots.take(anonymous, '2')).toBeDefined();
  });

  it('are given back once', () => {
    const slots = new UserSlots({ connectionsPerUser: 1, connectionsPerAddress: 1 });
    const giveBack = slots.take(anna, '1');
    giveBack?.();
    giveBack?.();
    expect(slots.take(anna, '1')).toBeDefined();
    expect(slots.take(anna, '1')).toBeUndefined();
  });
});
