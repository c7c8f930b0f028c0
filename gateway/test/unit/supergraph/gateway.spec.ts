import { createLogger } from '@voltpark/kit/log';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SupergraphGateway } from '../../../src/supergraph/gateway.js';
import type { LoadedSupergraph } from '../../../src/supergraph/loaded.js';
import { garden, weather } from '../../fixtures/subgraphs.js';
import { supergraphOf } from '../../support/garden.js';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function load(text: string, prepare?: (next: LoadedSupergraph) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'voltpark-supergraph-'));
  const path = join(folder, 'supergraph.graphql');
  await writeFile(path, text);
  const versions: string[] = [];
  const gateway = new SupergraphGateway({
    path,
    executor: () => Promise.resolve({}),
    inForce: ({ version }) => versions.push(version),
    log: createLogger('spec', 'silent'),
    ...(prepare ? { prepare } : {}),
  });
  cleanUps.push(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true });
  });
  await gateway.load({ apollo: {} });
  return { gateway, versions };
}

const first = supergraphOf([garden, weather]);
const second = supergraphOf([garden]);

describe('a supergraph', () => {
  it('with access rules is loaded, and its rules are known', async () => {
    const { gateway } = await load(first);
    expect(gateway.current.supergraphSdl).toContain('for: SECURITY');
    expect(gateway.current.services).toEqual(['garden', 'weather']);
    expect(gateway.current.rules.access.get('Query.diary')).toEqual([[]]);
    expect(gateway.current.rules.access.get('Mutation.sow')).toEqual([[['config:write']]]);
    expect(gateway.current.rules.weight.get('Plant.pollen')).toBe(40);
  });

  it('with security features that nobody here enforces is refused', async () => {
    const policy = first.replace(
      '{\n  query: Query',
      '  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)\n{\n  query: Query',
    );
    await expect(load(policy)).rejects.toThrow(/policy.*SECURITY/);
  });

  it.each([
    ['no SDL', 'type Query {'],
    ['no supergraph', 'type Query { a: String }'],
    ['without its graphs', first.replace('enum join__Graph {', 'enum join__Other {')],
  ])('that is %s leaves the old one in force', async (_, text) => {
    const { gateway, versions } = await load(first);
    gateway.replace(text);
    await gateway.settled();
    expect(gateway.current.version).toBe(versions[0]);
    gateway.replace(second);
    await gateway.settled();
    expect(gateway.current.services).toEqual(['garden']);
    expect(versions).toHaveLength(2);
  });

  it('comes into force when it is warm, and also when that fails', async () => {
    let warm = (): void => undefined;
    const { gateway } = await load(first, () => new Promise((resolve) => (warm = resolve)));
    gateway.replace(second);
    await Promise.resolve();
    expect(gateway.current.services).toHaveLength(2);
    warm();
    await gateway.settled();
    expect(gateway.current.services).toHaveLength(1);

    const failing = await load(first, () => Promise.reject(new Error('no')));
    failing.gateway.replace(second);
    await failing.gateway.settled();
    expect(failing.gateway.current.services).toHaveLength(1);
  });
});
