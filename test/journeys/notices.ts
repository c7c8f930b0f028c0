import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Data } from '../support/client.js';
import { AtSite, chargingSite, heardWhile, type ChargingSite } from '../support/charging.js';
import { journey } from '../support/journey.js';
import type { Live } from '../support/live.js';
import { MailServer } from '../support/mailbox.js';
import { once, type Person, type Town } from '../support/town.js';

let mail: MailServer;
/** Every town of this story has a mail server of its own. */
const withMail = async () => {
  mail = new MailServer();
  return { NOTIFICATIONS_SMTP_URL: await mail.open() };
};

/** A time of day in UTC, so many hours from now. */
const clockIn = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);

const preferences = '... on NotificationPreferencesSet { preferences { quietHours { from } } }';

export const notices = journey(
  'notices reach people and staff',
  { alone: true, environment: withMail },
  (open) => {
    let town: Town;
    let site: ChargingSite;
    let at: AtSite;
    let driver: Person;
    let feed: Live;
    beforeAll(async () => {
      town = open();
      site = await chargingSite(town);
      at = new AtSite(town, site);
      driver = await town.driver('DD-NO 1', {
        isElectric: true,
        connectorTypes: ['IEC_62196_T2_COMBO'],
      });
      feed = town.subscribe(
        `subscription { notifications { kind unread notice { id kind title text readAt } } }`,
        {},
        driver,
      );
    });
    afterAll(async () => {
      await feed.close();
      await mail.close();
    });

    /** The feed as it tells of a kind. */
    const arrives = async (kind: string): Promise<Data> => {
      const { notifications } = await feed.until(
        ({ notifications: change }) => change.kind === 'ARRIVED' && change.notice?.kind === kind,
      );
      return notifications as Data;
    };
    const address = () => driver.login?.email ?? '';

    it('who wishes it so hears by mail and in the feed, and not by a phone that is to be quiet', async () => {
      await feed.until(({ notifications }) => notifications.kind === 'SNAPSHOT');
      const wishes = [
        { kind: 'CHARGE_REACHED', channel: 'EMAIL', isWanted: true },
        { kind: 'PARKED', channel: 'IN_APP', isWanted: false },
      ];
      for (const wish of wishes) {
        const set = await town.do('setNotificationPreference', wish, preferences, driver);
        expect(set['__typename']).toBe('NotificationPreferencesSet');
      }
      const hours = { from: clockIn(-1), until: clockIn(1), timeZone: 'UTC' };
      await town.do('setQuietHours', { hours }, preferences, driver);
      await town.do('registerPushDevice', { token: once() }, '', driver);

      const stay = await at.arrives('DD-NO 1', 120);
      const session = await at.plugsIn(stay, 115);
      await at.reads(session, [115, 0, 40], [100, 12_000, 65], [85, 20_000, 81]);
      const reached = await arrives('CHARGE_REACHED');
      expect(reached['notice']).toMatchObject({
        title: 'Battery at 81%',
        text: expect.stringContaining('DD-NO 1'.replace(/\W/g, '')),
        readAt: null,
      });
      const { source } = await mail.arrived(address(), 'Subject: Battery at 81%');
      expect(source).toContain('20.0 kWh');

      const { myNotices } = await town.must(
        `{ myNotices(first: 20) { edges { node { kind deliveries { channel status dueAt } } } } }`,
        {},
        driver,
      );
      const told = (myNotices.edges as { node: Data }[]).map(({ node }) => node);
      expect(told.map(({ kind }) => kind)).not.toContain('PARKED');
      const ways = told.find(({ kind }) => kind === 'CHARGE_REACHED')?.['deliveries'] as Data[];
      const push = ways.find(({ channel }) => channel === 'PUSH');
      expect(push).toMatchObject({ status: 'QUEUED' });
      // It waits for the end of the quiet hours, an hour from now.
      expect(Date.parse(push?.['dueAt'] as string) - Date.now()).toBeGreaterThan(50 * 60_000);
      await at.unplugs(session, 80);
      expect(await at.leaves(stay)).toMatchObject({ __typename: 'VehicleLeft' });
    });

    it('the invoice stands in the feed and comes by mail; what was read is read on every device', async () => {
      const invoiced = await arrives('INVOICE_ISSUED');
      const { id, title } = invoiced['notice'] as { id: string; title: string };
      const { source } = await mail.arrived(address(), `Subject: ${title}`);
      expect(source).toMatch(/Message-ID: <[^>]+@voltpark\.example>/i);
      // Whatever else the stay was a reason to tell has been told: nothing new comes while this one is read.
      await town.takenIn('parking', 'charging', 'billing');

      const marked = await town.do(
        'markNoticesRead',
        { ids: [id] },
        '... on NoticesMarkedRead { unread notices { id } }',
        driver,
      );
      expect(marked).toMatchObject({ notices: [{ id }] });
      const { notifications } = await feed.until((data) => data['notifications'].kind === 'READ');
      expect(notifications).toMatchObject({
        ...{ unread: marked['unread'] },
        notice: { id, readAt: expect.any(String) },
      });
    });

    it('an event that comes twice is one notice and one mail', async () => {
      const invoices = () =>
        feed.frames.filter(
          ({ data }) =>
            data?.['notifications'].kind === 'ARRIVED' &&
            data['notifications'].notice?.kind === 'INVOICE_ISSUED',
        ).length;
      const mails = () => mail.mails.filter(({ to }) => to.includes(address())).length;
      const before = [invoices(), mails()];
      const subject = await comesAgain(town.stack.natsUrl, 'billing.invoice.issued.v1');
      expect(subject).toMatch(/^billing\.invoice\.issued\.v1\./);
      await town.takenIn('billing');
      // What follows is told after it, so that whatever the second one did would be here by now.
      await town.do(
        'deliver',
        {
          ...{ customerId: driver.customerId, title: 'Works', text: 'Level 2 is closed.' },
          idempotencyKey: once(),
        },
        '',
        site.operator,
      );
      await arrives('ANNOUNCEMENT');
      await mail.arrived(address(), 'Subject: Works');
      expect([invoices(), mails() - 1]).toEqual(before);
    });

    it('staff hears of an alert live and by mail; endpoints have to be on the open internet', async () => {
      const { operator } = site;
      const staff = town.subscribe(
        `subscription { notifications { kind unread notice { kind text facility { id } } } }`,
        {},
        operator,
      );
      await staff.until(({ notifications }) => notifications.kind === 'SNAPSHOT');
      await town.do(
        'setStaffMailbox',
        { address: 'control@volt-and-sons.example', language: 'de-DE' },
        '',
        operator,
      );
      const rule = await heardWhile(['NotFound'], 'a rule is kept', () =>
        town.do(
          'saveAlertRule',
          {
            ...{ facilityId: site.facilityId, kind: 'HIGH_OCCUPANCY', threshold: 20 },
            ...{ holdFor: 'PT0S', severity: 'CRITICAL', enabled: true, idempotencyKey: once() },
          },
          '',
          operator,
        ),
      );
      expect(rule['__typename']).toBe('AlertRuleSaved');
      await town.park(site.facilityId, 'DD-NO 2', site.device);
      const { notifications } = await staff.until(
        (data) => data['notifications'].notice?.kind === 'ALERT_RAISED',
      );
      expect(notifications).toMatchObject({
        unread: 1,
        notice: { text: expect.stringContaining('25 %'), facility: { id: site.facilityId } },
      });
      await mail.arrived('control@volt-and-sons.example', 'HIGH_OCCUPANCY');
      await staff.close();

      for (const url of ['https://127.0.0.1/hook', 'https://[::1]/', 'http://voltpark.example/']) {
        const refused = await town.do(
          'addNotificationWebhook',
          { url, kinds: [] },
          '... on InvalidInput { field }',
          operator,
        );
        expect({ url, ...refused }).toMatchObject({ __typename: 'InvalidInput', field: 'url' });
      }
    });
  },
);

/** Lets the latest event of a type come once more, as a server may that lost an acknowledgement. Gives back its subject. */
async function comesAgain(natsUrl: string, type: string): Promise<string> {
  const connection = await connect({ servers: natsUrl });
  try {
    const stream = type.split('.')[0]?.toUpperCase() ?? '';
    const { streams } = await jetstreamManager(connection);
    const from = await streams.get(stream);
    const message = await from.getMessage({ last_by_subj: `${type}.>` });
    if (message === null) throw new Error(`${type} was never published.`);
    const again = headers();
    for (const [name, values] of message.header ?? []) {
      if (name !== 'Nats-Msg-Id') for (const value of values) again.append(name, value);
    }
    await jetstream(connection).publish(message.subject, message.data, { headers: again });
    return message.subject;
  } finally {
    await connection.close();
  }
}
