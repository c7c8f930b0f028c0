import type { Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { z } from 'zod';
import { httpLimits } from '../limits.js';
import type { SubgraphTransport } from '../ports.js';
import { identityUnavailable, unauthenticated } from './errors.js';

/** The subgraph that knows people and keys. */
export const accountsService = 'accounts';

/** What an external issuer says of a person. */
export interface ExternalPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly displayName: string;
  readonly locale: string | null;
}

/** What the gateway asks accounts itself, to turn other credentials into one of our access tokens. */
export interface AccountsDesk {
  /** @throws GraphQLError UNAUTHENTICATED when the key is unknown, revoked or expired */
  exchangeApiKey(apiKey: string): Promise<string>;
  /** @throws GraphQLError UNAUTHENTICATED when the person may not sign in */
  linkIdentity(person: ExternalPerson): Promise<string>;
}

/** The gateway asking on its own behalf: it has no rights of its own. */
const gatewayActor: Actor = {
  kind: 'SYSTEM',
  id: 'gateway',
  roles: [],
  scopes: [],
  tenantId: null,
  customerId: null,
};

const exchangeQuery = `mutation GatewayExchangeApiKey($input: ExchangeApiKeyInput!) {
  answer: exchangeApiKey(input: $input) { __typename ... on ApiKeyExchanged { accessToken } }
}`;
const linkQuery = `mutation GatewayLinkIdentity($input: LinkIdentityInput!) {
  answer: linkIdentity(input: $input) { __typename ... on IdentityLinked { accessToken } }
}`;

const answerSchema = z.object({
  answer: z.object({ __typename: z.string(), accessToken: z.string().optional() }),
});

/** The desk over the gateway's own way to subgraphs. */
export function accountsDesk(
  transport: SubgraphTransport,
  deadlineMs: number = httpLimits.deadlineMs,
): AccountsDesk {
  const ask = async (query: string, input: object, refused: string): Promise<string> => {
    const response = await transport
      .execute(accountsService, {
        kind: 'mutation',
        query,
        variables: { input },
        request: {
          actor: gatewayActor,
          correlationId: newId(),
          deadline: Date.now() + deadlineMs,
        },
      })
      .catch((error: unknown) => {
        throw identityUnavailable(error);
      });
    const parsed = answerSchema.safeParse(response.data);
    if (!parsed.success) throw identityUnavailable(new Error(JSON.stringify(response.errors)));
    const { accessToken } = parsed.data.answer;
    if (accessToken === undefined) throw unauthenticated(refused);
    return accessToken;
  };
  return {
    exchangeApiKey: (apiKey) => ask(exchangeQuery, { apiKey }, 'The API key is not valid.'),
    linkIdentity: (person) => ask(linkQuery, person, 'This account may not sign in.'),
  };
}
