/**
 * `npm run bench -- rate [sessions]`: charging sessions rated by a tariff with times of use, steps, a limit and an
 * idle fee. How many a second and what CPU each, for 10, 100 and 1,000 periods (a period's price must not grow with
 * their number), then 100,000 sessions in one run, whose memory must be as flat at the end as after a tenth.
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tariffSchema } from '@voltpark/contracts';
import { rateCharging } from '@voltpark/rating/charging';
import { sessionOf } from './rate/sessions.js';

const { positionals } = parseArgs({ allowPositionals: true });
const sessions = Number(positionals[0] ?? 100_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const secondsEach = 1;
/** A period of a long session may cost this many times that of a middling one. */
const linearityTarget = 1.5;
/** Memory at the end may be this much above that after a tenth, MB. */
const flatTarget = 16;
const periodsOfDay = 60;

const tariff = tariffSchema.parse({
  currency: 'EUR',
  elements: [
    { price_components: [{ type: 'FLAT', price: 0.5, vat: 19 }] },
    {
      price_components: [
        { type: 'ENERGY', price: 0.59, vat: 19, step_size: 1 },
        { type: 'PARKING_TIME', price: 2, vat: 19, step_size: 900 },
      ],
      restrictions: {
        start_time: '07:00',
        end_time: '20:00',
        day_of_week: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
      },
    },
    {
      price_components: [{ type: 'ENERGY', price: 0.45, vat: 19, step_size: 1 }],
      restrictions: { max_kwh: 30 },
    },
    { price_components: [{ type: 'ENERGY', price: 0.39, vat: 19, step_size: 1 }] },
  ],
  max_price: { excl_vat: 80 },
  idle_fee: {
    price_per_hour: 6,
    vat: 19,
    grace_seconds: 900,
    max_price: 20,
    quiet_hours: [{ start_time: '22:00', end_time: '07:00' }],
  },
});

interface Figures {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

/** Rates other sessions again and again for a while. */
function measure(periods: number): Figures {
  const traces = Array.from({ length: 50 }, (_, number) => sessionOf(number, periods));
  let rated = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  let elapsedMs = 0;
  while (elapsedMs < secondsEach * 1_000) {
    for (const trace of traces) rateCharging(tariff, trace);
    rated += traces.length;
    elapsedMs = performance.now() - began;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (rated / elapsedMs) * 1_000, cpuMicros: (user + system) / rated };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held, not what waits to be collected. */
function memory(): { rss: number; heap: number } {
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
}

console.log('Charging sessions by a tariff with times of use, steps, a limit and an idle fee:');
const perPeriod = new Map<number, number>();
for (const periods of [10, 100, 1_000]) {
  measure(periods);
  const figures = Array.from({ length: rounds }, () => measure(periods));
  const micros = median(figures.map(({ cpuMicros }) => cpuMicros));
  perPeriod.set(periods, micros / periods);
  console.log(
    `  ${String(periods).padStart(5)} periods ${median(figures.map(({ perSecond }) => perSecond))
      .toFixed(0)
      .padStart(7)} sessions/s,` +
      ` ${micros.toFixed(1).padStart(7)} µs CPU a session, ${((micros * 1_000) / periods).toFixed(0)} ns a period`,
  );
}
const growth = (perPeriod.get(1_000) ?? Number.NaN) / (perPeriod.get(100) ?? Number.NaN);
console.log(
  `  a period of 1,000 costs ${growth.toFixed(2)} times one of 100 (target ≤ ${linearityTarget})`,
);

let afterTenth = memory();
let spent = 0;
const cpu = process.cpuUsage();
const began = performance.now();
for (let number = 1; number <= sessions; number += 1) {
  spent += Number(rateCharging(tariff, sessionOf(number, periodsOfDay)).total.inclTax);
  if (number === Math.ceil(sessions / 10)) afterTenth = memory();
}
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const atEnd = memory();
const grown = atEnd.heap - afterTenth.heap;
console.log(
  `  ${sessions} sessions of ${periodsOfDay} periods in ${seconds.toFixed(1)} s, making them included:` +
    ` ${((user + system) / sessions).toFixed(0)} µs CPU each, ${(spent / sessions).toFixed(2)} EUR on average`,
);
console.log(
  `  memory after a tenth: heap ${afterTenth.heap.toFixed(1)} MB, RSS ${afterTenth.rss.toFixed(0)} MB;` +
    ` at the end: heap ${atEnd.heap.toFixed(1)} MB, RSS ${atEnd.rss.toFixed(0)} MB (heap target: ${flatTarget} MB more at most)`,
);
if (growth > linearityTarget || grown > flatTarget) process.exitCode = 1;
