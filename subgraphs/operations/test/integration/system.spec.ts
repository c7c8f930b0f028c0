import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { admin, operator } from '../support/actors.js';
import { runOperations, type RunningOperations } from '../support/running.js';

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations();
});
afterAll(() => operations.stop());

const query = `{ systemHealth { natsConnected contexts { context state processCount outboxUnpublished
  databaseAnswerMs consumers { source } } } }`;
interface Answer {
  readonly systemHealth: {
    readonly natsConnected: boolean;
    readonly contexts: readonly { readonly context: string; readonly state: string }[];
  };
}

describe('the health of the system', () => {
  it('is what contexts tell: this one, and nobody else here', async () => {
    await vi.waitFor(
      async () => {
        const { systemHealth } = await operations.data<Answer>(query, {}, admin);
        expect(systemHealth.natsConnected).toBe(true);
        const own = systemHealth.contexts.find(({ context }) => context === 'operations');
        expect(own).toMatchObject({ state: 'OK', processCount: 1, outboxUnpublished: 0 });
        const billing = systemHealth.contexts.find(({ context }) => context === 'billing');
        expect(billing).toMatchObject({ state: 'SILENT', processCount: 0 });
      },
      { timeout: 45_000 },
    );
  });

  it('is not for the staff of one tenant', async () => {
    const { errors } = await operations.started.ask(query, {}, operator);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
