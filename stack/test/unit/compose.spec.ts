import { gatewayEnvironment } from '@voltpark/gateway';
import {
  databaseVariable,
  parseEnvironments,
  type Variables,
} from '@voltpark/kit/context-environment';
import { parseEnvironment } from '@voltpark/kit/environment';
import { processEnvironment } from '@voltpark/kit/server/process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { contextNames, loadContext } from '../../src/contexts.js';
import { root } from '../../src/root.js';
import { composeSecrets } from '../../src/secrets.js';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  /** Null: passed on from whoever runs compose, where they have it. */
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly ports?: readonly string[];
}

const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};
const contexts = contextNames();
let secrets: Variables;

/** `.env` as compose reads it: values between single quotes are taken as they are. */
function readEnvFile(text: string): Variables {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)='([^'\n]*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

/** A service's variables after compose has filled in those of `.env`. */
function variablesOf(service: string): Record<string, string> {
  const written = compose.services[service]?.environment ?? {};
  const given = Object.entries(written).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  const filled = given.map(([name, value]): [string, string] => [
    name,
    value.replace(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_all, variable: string, kind?: string, otherwise?: string) => {
        const known = secrets[variable];
        if (known) return known;
        if (kind === '-') return otherwise ?? '';
        throw new Error(`${service} needs ${variable}, which compose-secrets.js does not make.`);
      },
    ),
  ]);
  return Object.fromEntries(filled);
}

/** Every variable that a schema reads, whatever it is wrapped in. */
function readBy(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe) return [...readBy(schema.def.in), ...readBy(schema.def.out)];
  if (schema instanceof z.ZodIntersection) {
    return [...readBy(schema.def.left), ...readBy(schema.def.right)];
  }
  return [];
}

const readByAll = ['LOG_LEVEL'];

beforeAll(async () => {
  secrets = readEnvFile(await composeSecrets(contexts, () => Promise.resolve(jwks)));
});

const jwks = JSON.stringify({
  keys: [
    {
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      use: 'sig',
      kid: 'k1',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    },
  ],
});

describe('docker-compose.yml', () => {
  it('has a service for every context and nothing else of our own', () => {
    const ours = Object.entries(compose.services)
      .filter(([, { image }]) => image === 'voltpark')
      .map(([name]) => name);
    expect(ours.sort()).toEqual([...contexts, 'gateway'].sort());
    for (const name of contexts) {
      expect(compose.services[name]?.command).toEqual(['context.js', name]);
    }
  });

  it.each(contexts)('gives %s an environment as its own schemas want it', async (name) => {
    const schemas = processEnvironment(await loadContext(name));
    const variables = variablesOf(name);
    expect(() => parseEnvironments(schemas, variables)).not.toThrow();
    const known = [...schemas.flatMap(readBy), ...readByAll];
    expect(Object.keys(variables).filter((variable) => !known.includes(variable))).toEqual([]);
  });

  it.each(contexts)('lets %s reach its own database by its own role, and no other', (name) => {
    const variables = variablesOf(name);
    const url = new URL(variables[databaseVariable(name)] ?? '');
    expect(url.host).toBe('postgres:5432');
    expect([url.username, url.pathname]).toEqual([
      name.replaceAll('-', '_'),
      `/${name.replaceAll('-', '_')}`,
    ]);
    expect(url.password).toBe(secrets[databaseVariable(name).replace(/URL$/, 'PASSWORD')]);
    const others = contexts.filter((other) => other !== name).map(databaseVariable);
    expect(Object.keys(variables).filter((variable) => others.includes(variable))).toEqual([]);
  });

  it('makes a database for every context', () => {
    const made = variablesOf('postgres')['VOLTPARK_CONTEXTS']?.split(' ');
    expect(made?.sort()).toEqual(contexts);
    for (const name of contexts) {
      const variable = databaseVariable(name).replace(/URL$/, 'PASSWORD');
      expect(variablesOf('postgres')[variable]).toBe(secrets[variable]);
    }
  });

  it('gives the gateway an environment as its own schema wants it, and it alone the private key', () => {
    const variables = variablesOf('gateway');
    expect(() => parseEnvironment(gatewayEnvironment, variables)).not.toThrow();
    const known = [...readBy(gatewayEnvironment), ...readByAll];
    expect(Object.keys(variables).filter((variable) => !known.includes(variable))).toEqual([]);
    const withKey = Object.keys(compose.services).filter(
      (service) => 'VOLTPARK_ACTOR_PRIVATE_JWK' in variablesOf(service),
    );
    expect(withKey).toEqual(['gateway']);
  });

  it('routes as the composed supergraph says', () => {
    const supergraph = readFileSync(join(root, 'gateway', 'supergraph.graphql'), 'utf8');
    const routes = [...supergraph.matchAll(/@join__graph\(name: "([^"]+)", url: "([^"]+)"\)/g)];
    expect(routes.map(([, name]) => name).sort()).toEqual(contexts);
    for (const [, name = '', url] of routes) {
      expect(url).toBe(`http://${name}:${variablesOf(name)['PORT']}/graphql`);
    }
  });

  it('publishes the gateway alone, on loopback', () => {
    const published = Object.entries(compose.services).filter(
      ([, { ports }]) => ports !== undefined,
    );
    expect(published.map(([name]) => name)).toEqual(['gateway']);
    expect(published[0]?.[1].ports).toEqual(['${GATEWAY_PUBLISH:-127.0.0.1:4000}:4000']);
  });
});
