import { anonymous, type Actor } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { visibleTo, within } from '../../src/database/scope.js';
import { reachOf, reaches } from '../../src/reach.js';
import { sees, viewerWho } from '../../src/viewer.js';

const driver: Actor = { ...anonymous, kind: 'PERSON', roles: ['DRIVER'], customerId: 'ada' };
const staff: Actor = { ...anonymous, kind: 'PERSON', roles: ['OPERATOR'], tenantId: 'ours' };
const admin: Actor = { ...anonymous, kind: 'PERSON', roles: ['ADMIN'] };
const theirs = { tenantId: 'theirs', customerId: 'bob' };

describe('who sees what', () => {
  it('nobody in particular sees nothing, which is not the same as no condition', () => {
    const viewer = viewerWho(anonymous, true);
    expect(sees(viewer, theirs)).toBe(false);
    expect(sees(viewer, { tenantId: 'theirs', customerId: null })).toBe(false);
    expect(visibleTo(viewer)).toEqual({ id: { in: [] } });
  });

  it('a driver sees what is theirs, and nothing of nobody', () => {
    const viewer = viewerWho(driver, false);
    expect(sees(viewer, { tenantId: 'theirs', customerId: 'ada' })).toBe(true);
    expect(sees(viewer, theirs)).toBe(false);
    expect(visibleTo(viewer)).toEqual({ OR: [{ customerId: 'ada' }] });
  });

  it('staff see their tenant only where they work on it', () => {
    expect(visibleTo(viewerWho(staff, true))).toEqual({ OR: [{ tenantId: 'ours' }] });
    expect(visibleTo(viewerWho(staff, false))).toEqual({ id: { in: [] } });
    expect(sees(viewerWho(staff, true), theirs)).toBe(false);
  });

  it('an ADMIN sees everything where they work on it', () => {
    expect(visibleTo(viewerWho(admin, true))).toEqual({});
    expect(sees(viewerWho(admin, true), theirs)).toBe(true);
    expect(sees(viewerWho(admin, false), theirs)).toBe(false);
  });
});

describe('how far somebody reaches', () => {
  it('as far as the condition on rows says', () => {
    expect(within(reachOf(anonymous))).toEqual({ tenantId: { in: [] } });
    expect(within(reachOf(staff))).toEqual({ tenantId: 'ours' });
    expect(within(reachOf(admin))).toEqual({});
    expect(reaches(reachOf(staff), 'theirs')).toBe(false);
    expect(reaches(reachOf(anonymous), 'theirs')).toBe(false);
  });
});
