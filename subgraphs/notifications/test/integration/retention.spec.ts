import { afterAll, beforeAll, expect, it } from 'vitest';
import { tidyUp } from '../../src/db/housekeeping.js';
import { limits } from '../../src/domain/limits.js';
import { noon, notificationsSystem } from '../support/system.js';

const later = (ms: number) => new Date(noon.getTime() + ms);

type System = Awaited<ReturnType<typeof notificationsSystem>>;
let system: System;
beforeAll(async () => {
  system = await notificationsSystem();
  await system.knowsFacility();
});
afterAll(() => system.stop());

const left = async () => ({
  notices: (await system.prisma.noticeRow.findMany()).map(({ recipientId }) => recipientId).sort(),
  deliveries: (await system.deliveries()).map(({ channel, status }) => `${channel} ${status}`),
});

it('removes deliveries and then notices that are past their time, and nothing that is still to be sent', async () => {
  await system.knows('anna');
  await system.interrupted('anna', { id: 'told once' });
  await system.sends();
  const end = later(limits.noticeRetentionMs);
  await system.interrupted('ben');
  await system.prisma.noticeRow.updateMany({
    where: { recipientId: 'ben' },
    data: { createdAt: end },
  });
  const removeOld = tidyUp(system.prisma);

  expect(await removeOld(later(limits.deliveryRetentionMs))).toBe(0);
  expect(await removeOld(later(limits.deliveryRetentionMs + 1))).toBe(3);
  // What waits for its turn stays, as does the notice itself.
  expect(await left()).toEqual({
    notices: ['anna', 'ben'],
    deliveries: ['EMAIL QUEUED'],
  });

  expect(await removeOld(end)).toBe(0);
  expect(await removeOld(new Date(end.getTime() + 1))).toBe(1);
  expect((await left()).notices).toEqual(['ben']);
});

it('what was removed is not told again when its event comes once more', async () => {
  system.at(later(limits.noticeRetentionMs + 1));
  await system.interrupted('anna', { id: 'told once', at: noon });
  expect((await left()).notices).toEqual(['ben']);
});

it('removes more than one batch', async () => {
  const row = {
    ...({ kind: 'PARKED', recipientKind: 'CUSTOMER', recipientId: 'many', facts: {} } as const),
    ...{ occurredAt: noon, createdAt: noon, inFeed: true, version: 1 },
  };
  const count = limits.housekeepingBatch + 1;
  await system.prisma.noticeRow.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ ...row, id: `many-${index}`, sourceId: `source-${index}` },
    })),
  });
  expect(await tidyUp(system.prisma)(later(limits.noticeRetentionMs + 1))).toBe(count);
});
