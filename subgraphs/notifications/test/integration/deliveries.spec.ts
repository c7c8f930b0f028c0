import { chargingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/delivery.js';
import { limits } from '../../src/domain/limits.js';
import { facilityId, noon, notificationsSystem, tenantId } from '../support/system.js';

type System = Awaited<ReturnType<typeof notificationsSystem>>;
const later = (ms: number) => new Date(noon.getTime() + ms);
const minute = 60_000;

let system: System;
let outcomes: Outcome[] = [];
beforeAll(async () => {
  const EMAIL = {
    send: () =>
      Promise.resolve<Outcome>(outcomes.shift() ?? { type: 'SENT', providerId: 'provider' }),
  };
  system = await notificationsSystem({ EMAIL });
  await system.knowsFacility();
});
afterAll(() => system.stop());

async function deliveriesOf(customerId: string) {
  const rows = await system.prisma.deliveryRow.findMany({
    where: { notice: { recipientId: customerId } },
  });
  return Object.fromEntries(rows.map((row) => [row.channel, row]));
}

describe('one event', () => {
  it('is one notice and one delivery a channel, however often it is delivered', async () => {
    await system.knows('once');
    await Promise.all(
      Array.from({ length: 12 }, () => system.interrupted('once', { id: 'the-event' })),
    );
    await system.sends();
    expect(await system.reads.notices.unread({ kind: 'CUSTOMER', id: 'once' })).toBe(1);
    const found = await deliveriesOf('once');
    expect(Object.keys(found).toSorted()).toEqual(['EMAIL', 'IN_APP']);
    expect(found['EMAIL']).toMatchObject({ status: 'SENT', attempts: 1, providerId: 'provider' });
  });

  it('is sent once by however many workers', async () => {
    await system.knows('workers');
    for (let count = 0; count < 20; count += 1) await system.interrupted('workers');
    outcomes = [];
    await Promise.all(Array.from({ length: 6 }, () => system.round()));
    const rows = await system.prisma.deliveryRow.findMany({
      where: { channel: 'EMAIL', notice: { recipientId: 'workers' } },
    });
    expect(rows.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(
      Array.from({ length: 20 }, () => 'SENT 1'),
    );
  });

  it('concerns nobody when no customer is known', async () => {
    const before = await system.prisma.noticeRow.count();
    await system.interrupted(null);
    expect(await system.prisma.noticeRow.count()).toBe(before);
  });
});

describe('what fails', () => {
  it('is tried again after a while, and dead after the last attempt', async () => {
    system.at(noon);
    await system.knows('unlucky');
    const failed: Outcome = { type: 'FAILED', reason: 'Busy.', isFinal: false };
    outcomes = Array.from({ length: limits.retryMs.length + 1 }, () => failed);
    await system.interrupted('unlucky');
    await system.sends();
    expect((await deliveriesOf('unlucky'))['EMAIL']).toMatchObject({
      ...{ status: 'FAILED', attempts: 1, reason: 'Busy.' },
      dueAt: later(limits.retryMs[0] ?? 0),
    });
    let time = noon.getTime();
    for (const wait of limits.retryMs) {
      time += wait;
      system.at(new Date(time));
      await system.sends();
    }
    const dead = (await deliveriesOf('unlucky'))['EMAIL'];
    expect(dead).toMatchObject({
      status: 'DEAD',
      attempts: limits.retryMs.length + 1,
      dueAt: null,
    });
    const told = (await system.outbox()).filter(({ aggregate_id: id }) => id === dead?.id);
    expect(told).toEqual([
      { type: 'notifications.delivery.failed.v1', aggregate_id: dead?.id, aggregate_version: 1 },
    ]);
    system.at(noon);
  });

  it('is taken over when its sender died', async () => {
    await system.knows('taken-over');
    await system.interrupted('taken-over');
    await system.prisma.deliveryRow.updateMany({
      where: { channel: 'EMAIL', notice: { recipientId: 'taken-over' } },
      data: { status: 'SENDING', attempts: 1, dueAt: later(limits.leaseMs) },
    });
    await system.sends();
    expect((await deliveriesOf('taken-over'))['EMAIL']?.status).toBe('SENDING');
    system.at(later(limits.leaseMs));
    await system.sends();
    expect((await deliveriesOf('taken-over'))['EMAIL']).toMatchObject({
      status: 'SENT',
      attempts: 2,
    });
    system.at(noon);
  });
});

describe('who is told how', () => {
  it('waits for accounts to tell how somebody is reached, and then gives up', async () => {
    await system.interrupted('late');
    await system.interrupted('never');
    await system.sends();
    expect((await deliveriesOf('late'))['EMAIL']).toMatchObject({ status: 'QUEUED', attempts: 0 });
    await system.knows('late');
    system.at(later(limits.contactRetryMs));
    await system.sends();
    expect((await deliveriesOf('late'))['EMAIL']?.status).toBe('SENT');
    system.at(later(limits.contactWaitMs));
    await system.sends();
    expect((await deliveriesOf('never'))['EMAIL']).toMatchObject({
      ...{ status: 'SUPPRESSED', reason: 'NO_ADDRESS' },
    });
    system.at(noon);
  });

  it('follows wishes, and lets text and push messages wait for the end of quiet hours', async () => {
    await system.knows('quiet');
    await system.transact({ actor: { id: 'x' } as never }, async ({ peopleStore }) => {
      const kind = 'CHARGING_INTERRUPTED' as const;
      await peopleStore.setPreference('quiet', { kind, channel: 'EMAIL', isWanted: false });
      await peopleStore.setPreference('quiet', { kind, channel: 'SMS', isWanted: true });
      await peopleStore.setQuietHours('quiet', {
        from: '11:00',
        until: '13:00',
        timeZone: 'Europe/Berlin',
      });
      const device = { id: 'device', customerId: 'quiet', token: 'token', registeredAt: noon };
      await peopleStore.addDevice(device);
    });
    await system.interrupted('quiet');
    await system.sends();
    const waiting = await deliveriesOf('quiet');
    expect(Object.keys(waiting).toSorted()).toEqual(['IN_APP', 'PUSH', 'SMS']);
    expect(waiting['SMS']).toMatchObject({ status: 'QUEUED', dueAt: later(60 * minute) });
    system.at(later(60 * minute));
    await system.sends();
    expect(system.sms.messages.at(-1)).toMatchObject({
      to: '+493511234567',
      body: 'Eine Störung hat das Laden von DDAB123 nach 12,3 kWh beendet, 5,95\u00a0€ (Altmarkt). Mehr zahlen Sie nicht.',
    });
    expect(system.push.messages.at(-1)).toMatchObject({
      to: 'token',
      subject: 'Laden unterbrochen',
    });
    system.at(noon);
  });

  it('tells what is old in the feed alone, and what is over not at all', async () => {
    await system.knows('old');
    await system.interrupted('old', { at: noon });
    await system.hears(chargingEvents.sessionInterrupted, {
      ...{ facilityId, tenantId, customerId: 'older', registration: 'DDAB123', energyWh: 1 },
      ...{ socPercent: null, cost: null, endedAt: later(-limits.staleMs - 1).toISOString() },
    } as never);
    expect(await deliveriesOf('older')).toMatchObject({
      IN_APP: { status: 'SENT' },
      EMAIL: { status: 'SUPPRESSED', reason: 'STALE' },
    });
    const offer = { offerId: 'offer', expiresAt: later(minute).toISOString() };
    const offered = {
      ...{ facilityId, tenantId, customerId: 'offered', registration: 'DDAB123' },
      ...{ status: 'OFFERED', offer },
    } as never;
    await system.transact({ actor: { id: 'x' } as never }, ({ peopleStore }) =>
      peopleStore
        .addDevice({ id: 'd2', customerId: 'offered', token: 't2', registeredAt: noon })
        .then(() => undefined),
    );
    await system.hears(chargingEvents.queuePositionChanged, offered);
    await system.hears(chargingEvents.queuePositionChanged, offered, { version: 2 });
    expect(await system.reads.notices.unread({ kind: 'CUSTOMER', id: 'offered' })).toBe(1);
    system.at(later(2 * minute));
    await system.sends();
    expect((await deliveriesOf('offered'))['PUSH']).toMatchObject({
      ...{ status: 'SUPPRESSED', reason: 'EXPIRED' },
    });
    system.at(noon);
  });

  it('keeps the newest of what accounts tells', async () => {
    await system.knows('moved', { email: 'new@example.org' }, 5);
    await system.knows('moved', { email: 'old@example.org' }, 4);
    expect((await system.reads.people.contact('moved'))?.email).toBe('new@example.org');
  });
});
