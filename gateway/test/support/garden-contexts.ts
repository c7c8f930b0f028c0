import { jwksPath } from '@voltpark/contracts';
import type { Route, RunningContext } from '@voltpark/kit/context';
import { buildSchemaFromSdl } from '@voltpark/kit/graphql/schema';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { SubgraphSource } from '../../src/supergraph/composition.js';
import { accounts, garden, weather } from '../fixtures/subgraphs.js';
import type { TestIssuer } from './issuer.js';

/** What specs see of the garden's subgraphs, and what they decide. */
export class GardenState {
  /** Keys that accounts knows, with the number of times each was asked for. */
  readonly apiKeys = new Map<string, { asked: number }>();
  /** Requests as the subgraph saw them, latest last. */
  readonly seen: SubgraphRequest[] = [];
  /** What `slow` waits for. */
  slow: () => Promise<void> = () => Promise.resolve();
  /** How often the public keys were looked at. */
  keysShown = 0;
}

const plant = (id: string) => ({ __typename: 'Plant', id, name: `Plant ${id}` });

/** The garden's three subgraphs, running. */
export function gardenContexts(state: GardenState, issuer: TestIssuer): RunningContext[] {
  const showKeys: Route = (_request, response) => {
    state.keysShown += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.jwks));
  };
  return [
    context(garden, gardenResolvers(state)),
    context(weather, {
      Query: { forecast: () => 'rain' },
      Plant: { __resolveReference: ({ id }: { id: string }) => ({ id, thirst: 3 }) },
    }),
    context(accounts, accountsResolvers(state, issuer), { [jwksPath]: showKeys }),
  ];
}

function gardenResolvers(state: GardenState): object {
  return {
    Query: {
      plant: (_: unknown, { id }: { id: string }) => plant(id),
      diary: () => 'Dear diary',
      till: () => ({ minor: 100 }),
      whoAsks: (_: unknown, _arguments: unknown, { request }: { request: SubgraphRequest }) => {
        state.seen.push(request);
        return request.actor.id;
      },
      broken: () => {
        throw new Error('SELECT * FROM secrets at http://10.0.0.7');
      },
      slow: () => state.slow().then(() => 'done'),
    },
    Mutation: { visit: () => 1, sow: () => plant('9') },
    Plant: { __resolveReference: ({ id }: { id: string }) => plant(id) },
  };
}

function accountsResolvers({ apiKeys }: GardenState, issuer: TestIssuer): object {
  return {
    Mutation: {
      exchangeApiKey: async (_: unknown, { input }: { input: { apiKey: string } }) => {
        const known = apiKeys.get(input.apiKey);
        if (!known) return { __typename: 'InvalidApiKey', message: 'Unknown.' };
        known.asked += 1;
        const actor = { sub: 'key-1', kind: 'API_KEY', roles: ['DEVICE' as const] };
        const accessToken = await issuer.token(actor);
        return { __typename: 'ApiKeyExchanged', accessToken, expiresAt: '' };
      },
      linkIdentity: async (_: unknown, { input }: { input: { subject: string } }) => {
        if (input.subject === 'locked')
          return { __typename: 'AccountDeactivated', message: 'Locked.' };
        const accessToken = await issuer.token({ sub: `linked-${input.subject}` });
        return { __typename: 'IdentityLinked', accessToken, expiresAt: '' };
      },
    },
  };
}

/** A context of a spec's own. */
export function context(
  { name, sdl }: SubgraphSource,
  resolvers: object,
  routes: Readonly<Record<string, Route>> = {},
): RunningContext {
  return {
    name,
    schema: buildSchemaFromSdl(sdl, resolvers),
    requestContext: (request) => ({ request }),
    routes,
    unready: () => Promise.resolve({}),
    stop: () => Promise.resolve(),
  };
}
