import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * Three kinds of specs, told apart by where they stand in a package:
 * `test/unit` needs nothing, `test/integration` gets a real Postgres and a real nats-server from
 * the global set-up, `test/journeys` drives the whole system through the gateway.
 * Packages are read from their TypeScript source, so no build stands between a change and its spec.
 */
const source = '@voltpark/source';
/** One copy of graphql for all: Apollo's packages require its CommonJS, and two copies refuse each other's types. */
const alias = [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }];
const resolve = { alias, conditions: [source, 'node', 'development|production'] };
const ssr = { resolve: { ...resolve, externalConditions: [source] } };
/** Many specs provoke failures; `LOG_LEVEL=error` shows what the system says of them. */
const environment = { NODE_ENV: 'test', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal' };

/**
 * Times that only a spec which hangs needs. A continuous integration server may be busy with others: there
 * `VOLTPARK_SPEC_RETRIES` lets specs on real servers try once more, which the report then says. A property that
 * found a counterexample is never tried again: the next random story would only hide it.
 */
const retry = {
  count: Number(process.env['VOLTPARK_SPEC_RETRIES'] ?? 0),
  condition: /^(?![\s\S]*Property failed)/,
};

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['**/test/unit/**/*.spec.ts'],
          env: environment,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'integration',
          include: ['**/test/integration/**/*.spec.ts'],
          globalSetup: ['infrastructure/src/vitest-setup.ts'],
          env: environment,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          retry,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.spec.ts'],
          globalSetup: ['infrastructure/src/vitest-setup.ts'],
          env: environment,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          retry,
          fileParallelism: false,
        },
      },
    ],
  },
});
