import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AtCalendar, windowIn } from '../support/booking.js';
import { AtSite, chargingSite, type ChargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { command, patientWithCommands } from '../support/command.js';
import { eventually } from '../support/eventually.js';
import {
  countedDays,
  countedFacility,
  dayAgo,
  figuresQuery,
  isBusy,
  lately,
  localDayAndHour,
  localHour,
  summaryFields,
  zone,
} from '../support/figures.js';
import { journey } from '../support/journey.js';
import { listen, type Listening } from '../support/published.js';
import { type Person, type Town } from '../support/town.js';

export const figures = journey('what a car park comes to in figures', (open) => {
  let town: Town;
  let site: ChargingSite;
  let at: AtSite;
  let published: Listening;
  let countedId = '';
  let stay = '';
  let invoice: Data = {};

  const facility = async (id: string, selection: string, as: Person | null = operator()) => {
    const data = await town.must(
      `query ($id: ID!) { facility(id: $id) { ${selection} } }`,
      { id },
      as ?? undefined,
    );
    return data['facility'] as Data;
  };
  const operator = () => site.operator;
  const figuresOf = async (as: Person): Promise<Data> => {
    const data = await town.must(figuresQuery, { id: site.facilityId, ...lately() }, as);
    return data['facility'] as Data;
  };

  beforeAll(async () => {
    town = open();
    published = await listen(town.stack.natsUrl, 'analytics');
    site = await chargingSite(town);
    at = new AtSite(town, site);
    countedId = await countedFacility(town, site);
    // One stays two hours, charges and pays; another has just come, with a car that needs no plug.
    stay = await at.arrives('DD-FIG 1', 120);
    const session = await at.plugsIn(stay, 110);
    await at.reads(session, [110, 0], [80, 20_000]);
    await at.unplugs(session, 80);
    await at.leaves(stay);
    [invoice = {}] = await at.billed(stay);
    await at.pays(invoice['id'], 'tok_ok');
    await town.park(site.facilityId, 'DD-FIG 2', site.device, { isElectric: false });
    await eventually('analytics has heard of it all', async () => {
      const { usageReport, revenueReport, stationUtilisation } = await figuresOf(operator());
      return (
        usageReport?.entries === 2 &&
        usageReport.exits === 1 &&
        revenueReport.received.amount === invoice['total'].amount &&
        stationUtilisation[0]?.energyWh === 20_000
      );
    });
  });

  afterAll(() => published.close());

  it('how full it was by hours and days, and when it usually is, is for everybody to know', async () => {
    const days = `from: "${dayAgo(7)}", to: "${dayAgo(1)}"`;
    const asked = `hours: occupancyHistory(granularity: HOUR, ${days}) { start taken inService percent known }
      days: occupancyHistory(granularity: DAY, ${days}) { start percent known }
      occupancyPattern(${days}) { hours { weekday hour percent } busiest { hour percent } quietest { hour percent } }`;
    const shown = await eventually('the last count has come', async () => {
      const found = await facility(countedId, asked, null);
      return found['days']?.length === 7 && found['days'].at(-1).known === 1 && found;
    });
    const hours = shown['hours'] as { start: string; percent: number; known: number }[];
    expect(hours.length).toBeGreaterThanOrEqual(7 * 24 - 1);
    for (const hour of hours) {
      const percent = isBusy(localHour(Date.parse(hour.start))) ? 80 : 10;
      expect(hour).toMatchObject({ percent, taken: percent, inService: 100, known: 1 });
    }
    for (const day of shown['days'] as { percent: number }[]) {
      // Nine of 24 hours are busy; the day on which clocks change has 23 or 25.
      expect(Math.abs(day.percent - (9 * 80 + 15 * 10) / 24)).toBeLessThan(1.5);
    }
    const { busiest, quietest, hours: pattern } = shown['occupancyPattern'];
    // Each hour that there was: one is missing, or there twice, in a week in which clocks change.
    const shownHours = new Set(hours.map(({ start }) => localDayAndHour(Date.parse(start))));
    expect(pattern).toHaveLength(shownHours.size);
    expect(busiest.map(({ hour }: { hour: number }) => isBusy(hour))).toEqual([true, true, true]);
    expect(quietest.map(({ hour }: { hour: number }) => isBusy(hour))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('how full it is going to be, with how well that was told before', async () => {
    const { occupancyForecast } = await facility(
      countedId,
      `occupancyForecast(hours: 48) { inService knownUntil
         points { start percent interval80 { low high } interval95 { low high } }
         backTest { mae naiveMae coverage80 coverage95 hours } }`,
      null,
    );
    expect(occupancyForecast).toMatchObject({ inService: 100 });
    expect(occupancyForecast.points).toHaveLength(48);
    for (const { start, percent, interval80, interval95 } of occupancyForecast.points) {
      expect(interval80.low).toBeGreaterThanOrEqual(interval95.low);
      expect(interval80.high).toBeLessThanOrEqual(interval95.high);
      // A garage that does the same every day is told nearly as it will be, weekends and holidays included.
      const usual = isBusy(localHour(Date.parse(start))) ? 80 : 10;
      expect(Math.abs(percent - usual)).toBeLessThan(15);
    }
    expect(occupancyForecast.backTest.hours).toBeGreaterThan(100);
    expect(occupancyForecast.backTest.mae).toBeLessThan(10);
  });

  it('its operator sees what it earned and how it was used', async () => {
    const shown = await figuresOf(operator());
    const net = inEuros(cents(invoice['total'].amount) - cents(invoice['tax'].amount));
    const gross = invoice['total'].amount as string;
    expect(shown['performance']).toEqual({
      transactions: 1,
      averageStay: shown['usageReport'].averageStay,
      revenue: { amount: net, currency: 'EUR' },
      gross: { amount: gross },
      revenuePerTransaction: { amount: net },
    });
    expect(shown['usageReport']).toMatchObject({ entries: 2, exits: 1 });
    expect(seconds(shown['usageReport'].longestStay)).toBeGreaterThanOrEqual(120 * 60);
    expect(seconds(shown['usageReport'].longestStay)).toBeLessThan(130 * 60);
    expect(sum(shown['usageReport'].entriesByHour)).toBe(2);
    const { rows, ...revenue } = shown['revenueReport'];
    expect(revenue).toEqual({
      transactions: 1,
      revenue: { amount: net },
      gross: { amount: gross },
      received: { amount: gross },
    });
    const kinds = new Set((rows as { kind: string }[]).map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(['CHARGING', 'IDLE', 'PARKING'].filter(inInvoice));
    expect(sum((rows as Data[]).map((row) => cents(row['gross'].amount)))).toBe(cents(gross));
    expect(shown['vehicleTypes']).toMatchObject([
      { size: 'STANDARD', electric: false, stays: 1, percent: 50, averageStay: null },
      { size: 'STANDARD', electric: true, stays: 1, percent: 50 },
    ]);
    const [station] = shown['stationUtilisation'];
    expect(station).toMatchObject({
      station: { id: site.stationId, name: 'Fast' },
      ...{ connectors: 2, sessions: 1, interrupted: 0, energyWh: 20_000 },
    });
    // Two connectors since the first session began, 110 minutes ago; one of them for half an hour.
    expect(station.utilisationPercent).toBeGreaterThan(10);
    expect(station.utilisationPercent).toBeLessThanOrEqual(13.64);
  });

  const inInvoice = (kind: string): boolean =>
    (invoice['lines'] as { kind: string; inclTax: string }[]).some((line) => line.kind === kind);

  it('each day has its report, and days together are their sum (FAC-7)', async () => {
    const { dailyReports, operationsSummary } = await figuresOf(operator());
    const days = dailyReports as Data[];
    expect(days.map(({ date }) => date)).toEqual([operationsSummary.from, operationsSummary.to]);
    expect(days).toHaveLength(2);
    for (const field of ['entries', 'exits', 'chargingSessions', 'energyWh', 'transactions']) {
      expect(sum(days.map((day) => day[field] as number))).toBe(operationsSummary[field]);
    }
    expect(operationsSummary).toMatchObject({ entries: 2, exits: 1, chargingSessions: 1 });
    expect(sum(days.map((day) => cents(day['gross'].amount)))).toBe(
      cents(operationsSummary.gross.amount),
    );
    // Others hear of days that are over: of this one nothing happened in them.
    const heard = await published.heard('analytics.operations.summarised.v1', site.facilityId);
    expect(heard).toMatchObject({ tenantId: operator().tenantId, timeZone: zone, currency: 'EUR' });
    const day = days.find(({ transactions }) => transactions === 1);
    const { dailyReport } = await facility(
      site.facilityId,
      `dailyReport(date: "${day?.['date']}") { date ${summaryFields} }`,
    );
    expect(dailyReport).toMatchObject({ date: day?.['date'], gross: day?.['gross'] });
  });

  it('one page says how it is now: each figure from the context that owns it (FAC-6)', async () => {
    const page = await facility(
      site.facilityId,
      `name status isOpen
       occupancy { rate totals { total free } counts { size kind free } }
       kpis { taken inService occupancyPercent openStays averageStay revenueToday { amount }
         revenueLastHour { amount currency } transactionsToday }
       occupancyPattern(from: "${dayAgo(1)}", to: "${dayAgo(0)}") { busiest { hour percent } }`,
    );
    expect(page).toMatchObject({
      status: 'ACTIVE',
      occupancy: { rate: 0.25, totals: { total: 4, free: 3 } },
      kpis: { taken: 1, inService: 4, occupancyPercent: 25, openStays: 1 },
    });
    expect(page['occupancy'].counts).toContainEqual({ size: 'STANDARD', kind: 'EV', free: 2 });
    expect(seconds(page['kpis'].averageStay)).toBeGreaterThanOrEqual(120 * 60);
    const net = cents(invoice['total'].amount) - cents(invoice['tax'].amount);
    expect(page['kpis'].revenueLastHour).toEqual({ amount: inEuros(net), currency: 'EUR' });
    expect(page['occupancyPattern'].busiest[0].percent).toBeGreaterThan(0);
  });

  it('what becomes of its reservations is seen as it happens', async () => {
    const calendar = new AtCalendar(town, site.facilityId);
    await calendar.terms({}, operator());
    const window = windowIn(26 * 3_600, 60);
    for (const registration of ['DD-FIG 5', 'DD-FIG 6']) {
      const { reservation } = await calendar.reserves(registration, window, operator());
      await calendar.confirms(reservation.id, operator());
      if (registration === 'DD-FIG 5') continue;
      await town.do(
        'cancelReservation',
        { reservationId: reservation.id, reason: 'Rain.' },
        '',
        operator(),
      );
    }
    const report = await eventually('the report knows of both', async () => {
      const { reservationReport } = await facility(
        site.facilityId,
        `reservationReport(from: "${dayAgo(0)}", to: "${dayAgo(-2)}") { booked fulfilled cancelled noShows
           upcoming abandoned noShowPercent bookedTime revenue { amount currency } }`,
      );
      return (
        reservationReport.cancelled === 1 && reservationReport.upcoming === 1 && reservationReport
      );
    });
    expect(report).toEqual({
      ...{ booked: 2, fulfilled: 0, cancelled: 1, noShows: 0, upcoming: 1, abandoned: 0 },
      ...{ noShowPercent: null, bookedTime: 'PT3600S' },
      revenue: { amount: '0.00', currency: 'EUR' },
    });
  });

  it('what happened stands in its log', async () => {
    const nodes = await eventually('the log has what others say', async () => {
      const { eventLog } = await facility(
        site.facilityId,
        `eventLog(types: ["parking.vehicle.parked.v1", "billing.invoice.paid.v1"], first: 10) {
           edges { node { type summary subjectType subjectId } } }`,
      );
      const found = (eventLog.edges as { node: Data }[]).map(({ node }) => node);
      return found.length >= 3 && found;
    });
    expect(nodes).toHaveLength(3);
    expect(nodes).toContainEqual(
      expect.objectContaining({ type: 'parking.vehicle.parked.v1', subjectId: stay }),
    );
    expect(nodes).toContainEqual(
      expect.objectContaining({ type: 'billing.invoice.paid.v1', subjectId: invoice['id'] }),
    );
    for (const node of nodes) expect(node['summary'].length).toBeGreaterThan(0);
  });

  it('a file comes in pieces that one after another are the file', async () => {
    const pieces = await exported(countedId, 'OCCUPANCY', dayAgo(countedDays), dayAgo(1));
    // More quarters of an hour than a piece has room for.
    expect(pieces.length).toBeGreaterThan(1);
    const lines = pieces.join('').trimEnd().split('\r\n');
    expect(lines.length).toBeGreaterThan((countedDays - 2) * 96);
    const [head, ...rows] = lines.map((line) => line.split(','));
    expect(head?.length).toBe(4);
    expect(new Set(rows.map(([start]) => start)).size).toBe(rows.length);
    expect(rows.map(([start]) => start)).toEqual(rows.map(([start]) => start).toSorted());
    const stays = await exported(site.facilityId, 'STAYS', lately().from, lately().to);
    expect(stays.join('')).toContain(stay);
    expect(stays.join('')).not.toContain('DDFIG1');
    const invoices = await exported(site.facilityId, 'INVOICES', lately().from, lately().to);
    expect(invoices.join('')).toContain(`,${cents(invoice['total'].amount)}\r\n`);
  });

  async function exported(facilityId: string, kind: string, from: string, to: string) {
    const pieces: string[] = [];
    for (let after: string | null = null, isFirst = true; isFirst || after !== null;) {
      isFirst = false;
      const data = await town.must(
        `query ($id: ID!, $kind: CsvExportKind!, $from: LocalDate!, $to: LocalDate!, $after: String) {
           analyticsCsv(facilityId: $id, kind: $kind, from: $from, to: $to, after: $after) { text rows next } }`,
        { id: facilityId, kind, from, to, after },
        operator(),
      );
      pieces.push(data['analyticsCsv'].text as string);
      after = data['analyticsCsv'].next as string | null;
    }
    return pieces;
  }

  it('a dashboard sees the figures at once, and again when a car comes', async () => {
    const board = town.subscribe(
      `subscription ($id: ID!) { liveKpis(facilityId: $id) {
         cursor facility { name } kpis { taken openStays entriesToday occupancyPercent } } }`,
      { id: site.facilityId },
      operator(),
    );
    const first = await board.until(() => true);
    expect(first['liveKpis'].kpis).toMatchObject({ taken: 1, openStays: 1, occupancyPercent: 25 });
    expect(first['liveKpis'].facility.name).toMatch(/^Charging site/);
    await town.park(site.facilityId, 'DD-FIG 3', site.device, { isElectric: false });
    await board.until(({ liveKpis }) => liveKpis.kpis.taken === 2 && liveKpis.kpis.openStays === 2);
    await board.close();
  });

  it('another operator, a driver and the public see none of its figures', async () => {
    const neighbour = await town.operator('Neighbours');
    const hidden = Object.values(await figuresOf(neighbour));
    expect(hidden).toHaveLength(8);
    expect(hidden.every((figure) => figure === null)).toBe(true);
    const { analyticsCsv, facility: foreign } = await town.must(
      `query ($id: ID!, $day: LocalDate!) {
         analyticsCsv(facilityId: $id, kind: STAYS, from: $day, to: $day) { text }
         facility(id: $id) { name kpis { openStays } eventLog(first: 1) { edges { cursor } } } }`,
      { id: site.facilityId, day: dayAgo(0) },
      neighbour,
    );
    expect(analyticsCsv).toBeNull();
    expect(foreign).toMatchObject({ kpis: null, eventLog: null });
    const theirs = `subscription ($id: ID!) { liveKpis(facilityId: $id) { cursor } }`;
    const refused = town.subscribe(theirs, { id: site.facilityId }, neighbour);
    await expect(refused.until(() => true)).rejects.toThrow('There is no facility');
    await refused.close();
    for (const somebody of [await town.driver(), undefined]) {
      const asked = `query ($id: ID!) { facility(id: $id) { name kpis { openStays } } }`;
      const { data, errors } = await town.ask(asked, { id: site.facilityId }, somebody);
      expect(data?.['facility']?.kpis ?? null).toBeNull();
      expect(errors?.length).toBeGreaterThan(0);
    }
  });

  it(
    'built anew from all that was ever published, the content is the same',
    patientWithCommands,
    async () => {
      const before = await figuresOf(operator());
      const run = async (name: 'verify' | 'rebuild') => {
        const { code, output } = await command('analytics', [name], {
          VOLTPARK_DATA: town.stack.dataDirectory,
        });
        expect(output).toContain('The content is identical.');
        expect(code).toBe(0);
        return checksumsIn(output);
      };
      const isTheSame = async () => {
        await town.takenIn(...Object.keys(town.stack.databases));
        const verified = await run('verify');
        expect(verified).toHaveLength(11);
        await run('rebuild');
        return isDeepStrictEqual(await run('verify'), verified);
      };
      // Each look starts three processes.
      await eventually('a moment in which nothing else happens in the town', isTheSame, 60_000);
      const after = await figuresOf(operator());
      // What time alone changes is left out: how full it was up to now, and for how long stations have been there.
      for (const figure of ['performance', 'usageReport', 'revenueReport', 'vehicleTypes']) {
        expect(after[figure]).toEqual(before[figure]);
      }
      // And it goes on from there.
      await at.leaves(await at.arrives('DD-FIG 4', 5));
      await eventually('the next stay is counted', async () => {
        const { usageReport } = await figuresOf(operator());
        return usageReport.exits === before['usageReport'].exits + 1;
      });
    },
  );
});

const cents = (amount: string): number => Math.round(Number(amount) * 100);
const inEuros = (minor: number): string => (minor / 100).toFixed(2);
const seconds = (duration: string): number => Number(/^PT(\d+)S$/.exec(duration)?.[1]);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Rows and checksum of each projection, as the command prints them: those in use. */
const checksumsIn = (output: string): (string | undefined)[] =>
  output
    .split('\n')
    .filter((line) => line.trimEnd().endsWith('identical'))
    .map((line) => line.split(/\s+/)[1]);
