import type { ChargingSite } from './charging.js';
import { eventually } from './eventually.js';
import { once, type Town } from './town.js';

export const zone = 'Europe/Berlin';
const hourMs = 3_600_000;
/** For so many days a counter of 100 places has told what changed. */
export const countedDays = 26;

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: zone,
  dateStyle: 'short',
  timeStyle: 'medium',
});
/** The local day so many days ago. */
export const dayAgo = (days: number): string => {
  const today = Date.parse(`${clock.format(Date.now()).slice(0, 10)}T12:00:00Z`);
  return new Date(today - days * 24 * hourMs).toISOString().slice(0, 10);
};
/** A story may go on past midnight, or tell of two hours ago shortly after it. */
export const lately = () => ({ from: dayAgo(1), to: dayAgo(0) });
export const localHour = (instant: number): number => Number(clock.format(instant).slice(11, 13));
export const localDayAndHour = (instant: number): string => clock.format(instant).slice(0, 13);

/** From 9 to 18 o'clock it is full, and nearly empty otherwise. */
export const isBusy = (hour: number) => hour >= 9 && hour < 18;

export const summaryFields = `entries exits averageStay occupancyPercent peakHour peakPercent quietHour
  chargingSessions interruptedSessions energyWh transactions
  revenue { amount currency } gross { amount currency }`;
export const figuresQuery = `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) { facility(id: $id) {
  performance(from: $from, to: $to) { transactions averageStay
    revenue { amount currency } gross { amount } revenuePerTransaction { amount } }
  usageReport(from: $from, to: $to) { entries exits averageStay longestStay entriesByHour }
  revenueReport(from: $from, to: $to) { transactions revenue { amount } gross { amount }
    received { amount } rows { date kind revenue { amount } gross { amount } } }
  stationUtilisation(from: $from, to: $to) {
    station { id name } name connectors sessions interrupted energyWh utilisationPercent }
  vehicleTypes(from: $from, to: $to) { size electric stays percent averageStay }
  dailyReports(from: $from, to: $to) { date ${summaryFields} }
  reservationReport(from: $from, to: $to) { booked }
  operationsSummary(from: $from, to: $to) { from to ${summaryFields} }
} }`;

/** A facility without slots, whose counter has told what changed. */
export async function countedFacility(
  town: Town,
  { operator, device }: Pick<ChargingSite, 'operator' | 'device'>,
): Promise<string> {
  const registered = await town.do(
    'registerFacility',
    {
      idempotencyKey: once(),
      name: `Counted ${once()}`,
      address: { street: 'Main Street 2', postalCode: '04109', city: 'Leipzig', country: 'DE' },
      position: { latitude: 51.06, longitude: 13.75 },
      timeZone: zone,
      currency: 'EUR',
      capacity: [{ size: 'STANDARD', kind: 'ICE', places: 100 }],
      openingPeriods: [],
    },
    '... on FacilityRegistered { facility { id } }',
    operator,
  );
  const facilityId = registered['facility'].id as string;
  const thisHour = Math.floor(Date.now() / hourMs) * hourMs;
  const counts = Array.from({ length: countedDays * 24 }, (_, hours) => thisHour - hours * hourMs)
    .filter((hour) => isBusy(localHour(hour)) !== isBusy(localHour(hour - hourMs)))
    .map((hour) => ({
      facilityId,
      free: isBusy(localHour(hour)) ? 20 : 90,
      at: new Date(hour).toISOString(),
    }))
    .toReversed();
  await eventually('parking takes the counts', async () => {
    const answer = await town.do(
      'recordFacilityCounts',
      { counts },
      '... on FacilityCountsRecorded { rejected { message } }',
      device,
    );
    return answer['rejected']?.length === 0;
  });
  return facilityId;
}
