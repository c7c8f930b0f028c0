/**
 * `npm run bench -- progress [sessions] [seconds] [distributed]`: 1,000 sessions with a reading a second each, and a
 * subscriber of each one's progress through the gateway. From a reading that is sent to the message that shows it: p50,
 * p99, the worst; and what a delivered message costs the project's processes in CPU, taking the readings in included.
 * Progress is told about every two seconds a session, so there is about a message for every other reading. Each
 * subscriber checks that versions come one after the other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { BenchChild } from './live/child.js';
import { chargingStreet, streetContexts, type Charging } from './meter/street.js';
import { Town } from './park/town.js';
import type { DriversOrder, DriversReport } from './progress/drivers.js';

const sessionCount = Number(process.argv[2] ?? 1_000);
const seconds = Number(process.argv[3] ?? 30);
const mode = process.argv[4] === 'distributed' ? 'distributed' : 'start';
const batchSize = 100;
const warmUpSeconds = 5;
/** The gateway grants a key ten connections; each carries ten subscriptions. */
const subscribersAKey = 100;
const connections = 8;

const mutation = `mutation ($input: RecordMeterReadingsInput!) { recordMeterReadings(input: $input) {
  __typename ... on MeterReadingsRecorded { acceptedCount exceptions { reason message } } } }`;
const query = `subscription ($sessionId: ID!) { chargeProgress(sessionId: $sessionId) {
  kind version cursor status energyWh powerW socPercent secondsRemaining measuredAt
  cost { currency inclTax } } }`;

const town = await Town.start(mode, connections, streetContexts);
// Between rounds the gateway may close what is idle: never reuse what has rested.
const gateway = new Pool(town.run.gatewayUrl, { connections, keepAliveTimeout: 500 });
const drivers = new BenchChild('../progress/drivers-process.js');
const order = <Result>(of: DriversOrder) => drivers.order<Result>(of);
let told = 0;

/** One reading of each of some sessions, measured at the moment when it is sent. */
async function send(sessions: readonly Charging[], second: number): Promise<void> {
  const at = new Date().toISOString();
  const readings = sessions.map(({ sessionId }) => ({
    sessionId,
    at,
    registerWh: 1_000_000 + Math.round(second * 16.667),
    powerW: 60_000,
    socPercent: Math.min(79, 10 + second * 0.02),
  }));
  const answer = await gateway.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: town.authorization },
    body: JSON.stringify({ query: mutation, variables: { input: { readings } } }),
  });
  const text = await answer.body.text();
  if (!text.includes(`"acceptedCount":${readings.length},`)) throw new Error(text.slice(0, 500));
  told += readings.length;
}

/** A reading a second of every session, the batches of a second spread over it. */
async function charge(sessions: readonly Charging[], from: number, count: number): Promise<void> {
  const batches = Array.from({ length: Math.ceil(sessions.length / batchSize) }, (_, index) =>
    sessions.slice(index * batchSize, (index + 1) * batchSize),
  );
  const began = performance.now();
  const going = new Set<Promise<void>>();
  for (let second = 0; second < count; second += 1) {
    for (const [index, batch] of batches.entries()) {
      const due = began + (second + index / batches.length) * 1_000;
      const early = due - performance.now();
      if (early > 0) await pause(early);
      const sent = send(batch, from + second);
      going.add(sent);
      void sent.then(
        () => going.delete(sent),
        () => undefined,
      );
    }
  }
  await Promise.all(going);
}

/** A key of a device of the town's operator. */
async function apiKey(tenantId: string, index: number): Promise<string> {
  const name = `Display ${index}`;
  const input = { tenantId, role: 'DEVICE', name, idempotencyKey: `display-${index}` };
  const issued = await town.mutate('issueApiKey', input, '... on ApiKeyIssued { secret }');
  if (typeof issued['secret'] !== 'string') throw new Error(JSON.stringify(issued));
  return issued['secret'];
}

try {
  const startedAt = new Date(Date.now() - 60_000);
  const sessions = await chargingStreet(town, { sessions: sessionCount, startedAt });
  const tenantId = await town.tenantId();
  const keyCount = Math.ceil(sessions.length / subscribersAKey);
  const apiKeys = [];
  for (let index = 0; index < keyCount; index += 1) apiKeys.push(await apiKey(tenantId, index));
  const url = `${town.run.gatewayUrl.replace(/^http/, 'ws')}/graphql`;
  const sessionIds = sessions.map(({ sessionId }) => sessionId);
  await order({ do: 'CONNECT', url, apiKeys, sessionIds, query });
  await charge(sessions, 1, warmUpSeconds);
  await order({ do: 'BEGIN' });
  const before = await town.cpuMicrosByProgram();
  told = 0;
  await charge(sessions, warmUpSeconds + 1, seconds);
  const live = await order<DriversReport>({ do: 'REPORT' });
  // What was held back is told last, some seconds after the readings have ended: that is no latency of a reading.
  await pause(6_000);
  const after = await town.cpuMicrosByProgram();
  const report = await order<DriversReport>({ do: 'REPORT' });
  const each = (micros: number) => (micros / report.delivered).toFixed(0);
  const parts = [...after.byProgram].map(
    ([name, micros]) => `${name} ${each(micros - (before.byProgram.get(name) ?? 0))}`,
  );
  console.log(
    `  ${sessions.length} sessions, ${told} readings in ${seconds} s (${mode}): ${report.delivered} messages to` +
      ` ${report.sessions} subscribers`,
  );
  console.log(
    `  from reading to message p50 ${live.p50Ms} ms, p99 ${live.p99Ms} ms, worst ${live.maxMs} ms` +
      `; the last state of a session that went silent at most ${report.maxMs} ms after its reading`,
  );
  console.log(
    `  ${each(after.total - before.total)} µs CPU a message, readings included (${parts.join(', ')})`,
  );
  for (const fault of report.faults) console.log(`  fault: ${fault}`);
  if (report.faults.length > 0 || report.sessions < sessions.length) process.exitCode = 1;
} finally {
  drivers.end();
  await gateway.close();
  await town.stop();
}
