/**
 * `npm run bench -- gateway`: CPU time that a request costs the gateway's process, ours against a stock
 * ApolloGateway in Apollo Server 5, over the same subgraphs, in the same run, in turns. The subgraphs are a
 * process of their own, and this process is the load generator. Target: at most a fifth on each question.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LoadGenerator, type Question } from './gateway/load.js';
import { MeasuredProcess } from './gateway/process.js';
import { queries } from './gateway/queries.js';
import { schemas } from './gateway/schemas.js';
import { composeBenchmark, plannedFetches, subgraphUrl } from './gateway/supergraph.js';

const target = 0.2;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const atOnce = 32;
/** Requests a round, and before the first one, so that both run compiled code. */
const requests: Readonly<Record<string, number>> = { tiny: 3_000, medium: 1_500, deep: 200 };
const profileFolder = process.env['BENCH_PROFILE'];

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Contender {
  readonly process: MeasuredProcess;
  readonly load: LoadGenerator;
}

/** CPU microseconds a request. */
async function measure(
  { process, load }: Contender,
  question: Question,
  times: number,
): Promise<number> {
  const before = await process.cpuMicros();
  await load.repeat(question, times, atOnce);
  return ((await process.cpuMicros()) - before) / times;
}

async function checkEqual(ours: Contender, peer: Contender, question: Question): Promise<number> {
  const [own, stock] = await Promise.all([ours.load.ask(question), peer.load.ask(question)]);
  const parsed = JSON.parse(own) as { data?: unknown; errors?: unknown };
  if (parsed.errors || !isDeepStrictEqual(parsed.data, (JSON.parse(stock) as typeof parsed).data)) {
    throw new Error(`The answers differ:\n${own.slice(0, 1000)}\n${stock.slice(0, 1000)}`);
  }
  return Buffer.byteLength(own);
}

async function compare(
  name: string,
  question: Question,
  ours: Contender,
  peer: Contender,
  fetches: number,
) {
  const bytes = await checkEqual(ours, peer, question);
  const times = requests[name] ?? 500;
  await ours.load.repeat(question, times, atOnce);
  await peer.load.repeat(question, times, atOnce);
  const own: number[] = [];
  const stock: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(await measure(ours, question, times));
    stock.push(await measure(peer, question, times));
  }
  await checkEqual(ours, peer, question);
  const ratio = median(own) / median(stock);
  console.log(
    `  ${name.padEnd(7)} ${String(fetches).padStart(2)} fetches planned, ${(bytes / 1024).toFixed(1).padStart(5)} KB:` +
      `  ours ${median(own).toFixed(0).padStart(5)} µs,  stock ${median(stock).toFixed(0).padStart(6)} µs,` +
      `  ratio ${ratio.toFixed(3)} ${ratio <= target ? '✓' : '✗'} (≤ ${target})`,
  );
  return ratio;
}

async function start(
  module: string,
  environment: Record<string, string>,
  flags: readonly string[],
): Promise<Contender> {
  const process = await MeasuredProcess.start(module, environment, flags);
  return { process, load: new LoadGenerator(process.url, atOnce) };
}

const folder = await mkdtemp(join(tmpdir(), 'voltpark-bench-'));
const subgraphs = await MeasuredProcess.start('subgraphs-process.js', {});
const supergraphSdl = composeBenchmark(subgraphs.url);
const supergraphPath = join(folder, 'supergraph.graphql');
await writeFile(supergraphPath, supergraphSdl);
const urls = Object.keys(schemas).map((name) => [name, subgraphUrl(subgraphs.url, name)]);
const flags = [
  // As `npm start` and the image start it: answers in the making outlive the default's 16 MB.
  '--max-semi-space-size=64',
  ...(profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`]),
];
const ours = await start(
  'own-process.js',
  {
    BENCH_SUPERGRAPH_PATH: supergraphPath,
    BENCH_SUBGRAPH_URLS: JSON.stringify(Object.fromEntries(urls)),
    // The peer writes no line a request either.
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  },
  flags,
);
const peer = await start('peer-process.js', { BENCH_SUPERGRAPH: supergraphSdl }, []);
console.log(
  `CPU of the gateway's process a request, median of ${rounds} rounds, ${atOnce} clients:`,
);
try {
  const only = process.argv[2];
  let isWithin = true;
  for (const [name, question] of Object.entries(queries)) {
    if (only !== undefined && only !== name) continue;
    const fetches = plannedFetches(supergraphSdl, question.query);
    isWithin = (await compare(name, question, ours, peer, fetches)) <= target && isWithin;
  }
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await Promise.all([ours.load.close(), peer.load.close()]);
  await Promise.all([ours, peer].map((contender) => contender.process.stop()));
  await subgraphs.stop();
  await rm(folder, { recursive: true, force: true });
}
