import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { processTree } from '../lib/processes.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Programs that are not the project's: what Postgres and NATS cost, they cost the peer as well. */
const foreign = ['postgres', 'nats-server', 'sh'];

interface RunFile {
  readonly gatewayUrl: string;
  readonly databases: Readonly<Record<string, string>>;
  readonly adminCredentials: { readonly email: string; readonly password: string };
}

type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** A Voltpark of the benchmark's own, as `npm start` (or `npm run start:distributed`) runs it. */
export class Town {
  #token: string | undefined;

  private constructor(
    readonly run: RunFile,
    private readonly child: ChildProcess,
    private readonly data: string,
    private readonly pool: Pool,
  ) {}

  /**
   * @param contexts those that run. What others make of it (charge, invoice, forecast) is their own work and not a part
   * of what is measured.
   */
  static async start(
    mode: 'start' | 'distributed',
    connections: number,
    contexts = 'facilities,parking,accounts',
  ): Promise<Town> {
    const data = await mkdtemp(join(tmpdir(), 'voltpark-bench-'));
    await chmod(data, 0o755);
    const command = mode === 'start' ? ['start'] : ['run', 'start:distributed'];
    const child = spawn('npm', command, {
      cwd: root,
      env: {
        ...process.env,
        VOLTPARK_DATA: data,
        GATEWAY_PORT: '0',
        GATEWAY_RATE_LIMIT: 'false',
        VOLTPARK_CONTEXTS: contexts,
        LOG_LEVEL: 'fatal',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      // A group of its own, which gets the Ctrl-C as a whole.
      detached: true,
    });
    await said(child, 'Ctrl-C');
    const run = JSON.parse(await readFile(join(data, 'run.json'), 'utf8')) as RunFile;
    const town = new Town(run, child, data, new Pool(run.gatewayUrl, { connections }));
    await town.#signIn();
    return town;
  }

  async #signIn(): Promise<void> {
    const { password } = this.run.adminCredentials;
    const input = { email: 'operator@voltpark.example', password };
    const fields = '... on SignedIn { tokens { accessToken } }';
    const answer = await this.mutate('signIn', input, fields);
    this.#token = (answer['tokens'] as { accessToken: string }).accessToken;
  }

  /** Sends a mutation `name(input: …)` and gives back its union member. */
  async mutate(name: string, input: object, fields: string): Promise<Answer> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { __typename ... on Refusal { message } ${fields} } }`;
    const { body } = await this.pool.request({
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const { data, errors } = (await body.json()) as {
      data?: Record<string, Answer> | null;
      errors?: unknown;
    };
    const answer = data?.[name];
    if (answer === undefined) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return answer;
  }

  /** A facility of the demo operator's with so many places, which parking has heard of. */
  async facility(name: string, places: number): Promise<string> {
    const { facility } = await this.mutate(
      'registerFacility',
      {
        name,
        address: { street: 'Benchmark 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
        position: { latitude: 51, longitude: 13 },
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        capacity: [{ size: 'STANDARD', kind: 'ICE', places }],
        idempotencyKey: name,
      },
      '... on FacilityRegistered { facility { id } }',
    );
    const { id: facilityId } = facility as { id: string };
    const range = { pattern: 'B-####', from: 1, to: places, size: 'STANDARD', kind: 'ICE' };
    const ranges = [{ ...range, distanceMetres: 1, distanceStepMetres: 1 }];
    const levels = [{ name: 'All', ordinal: 0, ranges }];
    for (;;) {
      const input = { facilityId, levels, idempotencyKey: facilityId };
      const laidOut = await this.mutate('layOutSlots', input, '');
      if (laidOut.__typename === 'SlotsLaidOut') return facilityId;
      if (laidOut.__typename !== 'NotFound') throw new Error(JSON.stringify(laidOut));
      await pause(50);
    }
  }

  /** CPU that the project's processes have used so far, all together, in microseconds. */
  async cpuMicros(): Promise<number> {
    return (await this.cpuMicrosByProgram((name) => !foreign.includes(name))).total;
  }

  /** CPU used so far, in microseconds, by program and in all; of processes that have ended, with their parent. */
  async cpuMicrosByProgram(
    isCounted: (name: string) => boolean = () => true,
  ): Promise<{ readonly total: number; readonly byProgram: ReadonlyMap<string, number> }> {
    const tree = await processTree(this.child.pid ?? -1);
    const byProgram = new Map<string, number>();
    for (const { name, cpuMs } of tree.filter((one) => isCounted(one.name))) {
      byProgram.set(name, (byProgram.get(name) ?? 0) + cpuMs * 1000);
    }
    return { byProgram, total: [...byProgram.values()].reduce((sum, micros) => sum + micros, 0) };
  }

  /** The tenant of the one who asks. */
  async tenantId(): Promise<string> {
    const query = '{ me { tenantId } }';
    const { body } = await this.pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.authorization },
      body: JSON.stringify({ query }),
    });
    const { data } = (await body.json()) as { data: { me: { tenantId: string } } };
    return data.me.tenantId;
  }

  /** Who the town is asked as, for clients of their own. */
  get authorization(): string {
    return `Bearer ${this.#token ?? ''}`;
  }

  async stop(): Promise<void> {
    await this.pool.close();
    const ended = once(this.child, 'exit');
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGINT');
    await ended;
    await rm(this.data, { recursive: true, force: true });
  }
}

/** Waits until a process has said something; goes on listening, so that it can go on talking. */
function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(word)) resolve();
    });
    child.once('exit', () => reject(new Error(`It ended before it ran:\n${text}`)));
  });
}
