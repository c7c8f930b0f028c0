import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { AtSite, chargingSite, type ChargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Live } from '../support/live.js';
import type { Person, Town } from '../support/town.js';

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
}

export const chargerFails = journey('a charger fails while it charges', (open) => {
  let town: Town;
  let site: ChargingSite;
  let at: AtSite;
  let driver: Person;
  beforeAll(async () => {
    town = open();
    site = await chargingSite(town);
    at = new AtSite(town, site);
    driver = await town.driver('DD-CF 1', {
      isElectric: true,
      connectorTypes: ['IEC_62196_T2_COMBO'],
      batteryWh: 58_000,
    });
  });

  const follows = (after?: string): Live =>
    town.subscribe(
      `subscription ($facilityId: ID!, $after: String) { alerts(facilityId: $facilityId, after: $after) {
         kind cursor alerts { id kind status severity acknowledgedBy
           facility { id name } device { id health reasons station { id name } } } } }`,
      { facilityId: site.facilityId, after: after ?? null },
      site.operator,
    );
  /** What a subscriber was told of broken devices; a service level that suffers has alerts of its own. */
  const brokenOf = ({ alerts }: Data): Told[] =>
    (alerts.alerts as Told[]).filter(({ kind }) => kind === 'DEVICE_UNHEALTHY');
  const told = (board: Live, status: string, but?: string) =>
    board.until((data) => brokenOf(data).some((one) => one.status === status && one.id !== but));
  const allTold = (board: Live) =>
    board.frames.flatMap(({ data }) => (data == null ? [] : brokenOf(data)));

  /** Notices of that title in somebody's feed, once there are some. */
  const noticesOf = (person: Person, title: string): Promise<Data[]> =>
    eventually(`“${title}” stands in the feed`, async () => {
      const { myNotices } = await town.must(
        '{ myNotices(first: 50) { edges { node { kind title } } } }',
        {},
        person,
      );
      const nodes = (myNotices.edges as { node: Data }[]).map(({ node }) => node);
      const found = nodes.filter((node) => node['title'] === title);
      return found.length > 0 && found;
    });

  it('the session is closed, the driver is told, and staff sees one alert until it is over', async () => {
    const stay = await at.arrives('DD-CF 1', 55);
    const session = await at.plugsIn(stay, 50);
    await at.reads(session, [50, 1_000_000, 40], [40, 1_004_000, 47]);
    const progress = at.follows(session, driver);
    await progress.until(({ chargeProgress }) => chargeProgress.energyWh === 4_000);
    const alerts = follows();
    const first = await alerts.until((data) => data['alerts'].kind === 'SNAPSHOT');
    expect(brokenOf(first)).toEqual([]);

    // The charger breaks, and says so more than once.
    expect(await at.fails('GroundFailure', 20)).toMatchObject({
      connector: { status: 'OUTOFORDER' },
      session: { id: session, status: 'INTERRUPTED' },
    });
    await at.fails('GroundFailure', 19);
    await at.fails('PowerMeterFailure', 18);
    const ended = await progress.until(({ chargeProgress }) => chargeProgress.endedAt !== null);
    expect(ended['chargeProgress']).toMatchObject({ status: 'INTERRUPTED', stopReason: 'FAULT' });
    await progress.close();

    const raised = await told(alerts, 'OPEN');
    const [alert] = brokenOf(raised);
    expect(alert).toMatchObject({
      ...{ severity: 'WARNING', acknowledgedBy: null, facility: { id: site.facilityId } },
      device: { health: 'UNHEALTHY', station: { id: site.stationId, name: 'Fast' } },
    });
    expect(await noticesOf(driver, 'Charging was interrupted')).toMatchObject([
      { kind: 'CHARGING_INTERRUPTED' },
    ]);
    expect(await noticesOf(site.operator, 'WARNING: DEVICE_UNHEALTHY')).toMatchObject([
      { kind: 'ALERT_RAISED' },
    ]);

    const alertId = alert?.id;
    expect(await town.do('acknowledgeAlert', { alertId }, '', site.operator)).toMatchObject({
      __typename: 'AlertAcknowledged',
    });
    await told(alerts, 'ACKNOWLEDGED');
    await at.fails('GroundFailure', 0);

    // Mended, it passes by itself; broken anew, it is another alert, which a person ends.
    await at.says('Available');
    await told(alerts, 'RESOLVED');
    await at.fails('OverTemperature', 0);
    const [second] = brokenOf(await told(alerts, 'OPEN', alertId));
    const ending = { alertId: second?.id, reason: 'The charger is locked.' };
    expect(await town.do('resolveAlert', ending, '', site.operator)).toMatchObject({
      __typename: 'AlertResolved',
    });
    await told(alerts, 'RESOLVED', alertId);
    const seen = allTold(alerts);
    expect(seen.map(({ status }) => status)).toEqual([
      ...['OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'OPEN', 'RESOLVED'],
    ]);
    await alerts.close();

    // Whoever was away since the first alert sees what came after it, each once.
    const again = follows(raised['alerts'].cursor as string);
    await told(again, 'RESOLVED', alertId);
    const key = ({ id, status }: Told) => `${id} ${status}`;
    expect(allTold(again).map(key)).toEqual(seen.slice(1).map(key));
    await again.close();
  });

  it('the stay is billed for the power that flowed until then, late readings included', async () => {
    const other = await town.driver('DD-CF 2', {
      isElectric: true,
      connectorTypes: ['IEC_62196_T2_COMBO'],
      batteryWh: 58_000,
    });
    const stay = await at.arrives('DD-CF 2', 55, 1);
    const session = await at.plugsIn(stay, 50, 1);
    await at.reads(session, [50, 1_000_000, 40], [40, 1_004_000, 47]);
    await at.fails('GroundFailure', 20, 1);
    // What the charger measured before it broke comes when it speaks again.
    await at.reads(session, [30, 1_008_000, 54], [20, 1_012_000, 61]);
    expect(await at.leaves(stay)).toMatchObject({ __typename: 'VehicleLeft' });
    const documents = await at.billed(stay);
    const sum = (kind: string) =>
      documents
        .flatMap(({ lines }) => lines as { kind: string; inclTax: string }[])
        .filter((line) => line.kind === kind)
        .reduce((total, { inclTax }) => total + Number(inclTax), 0);
    // 12 kWh at 0.50 and 19 %; standing at a broken charger is no idling.
    expect(sum('CHARGING')).toBeCloseTo(7.14, 6);
    expect(sum('IDLE')).toBe(0);
    expect(documents.at(-1)).toMatchObject({ customer: { id: other.customerId } });
  });
});
