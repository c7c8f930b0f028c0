import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../limits.js';

/** Who imports: a person, or a partner's or operator's key. */
export type Login =
  { readonly email: string; readonly password: string } | { readonly apiKey: string };

/** The gateway refused or failed; the message is fit for the one who typed the command. */
export class VoltparkError extends Error {}

/** The public API, as any client sees it. */
export interface Voltpark {
  /**
   * Runs an operation. Tries again when the gateway cannot be reached or is overloaded: so it is for queries and
   * for mutations that may be repeated.
   * @throws VoltparkError when the answer has errors, or there is none
   */
  run<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data>;
}

/**
 * Signs in at a gateway.
 * @throws VoltparkError when it cannot be reached or the credentials are wrong
 */
export async function signIn(url: string, login: Login): Promise<Voltpark> {
  const endpoint = new URL('/graphql', url);
  if ('apiKey' in login) return client(endpoint, { 'x-api-key': login.apiKey });
  const { signIn: answer } = await client(endpoint, {}).run<{
    signIn: { message?: string; tokens?: { accessToken: string } };
  }>(
    `mutation ($input: SignInInput!) { signIn(input: $input) {
      ... on SignedIn { tokens { accessToken } } ... on Refusal { message } } }`,
    { input: login },
  );
  if (answer.tokens === undefined) throw new VoltparkError(answer.message ?? 'Cannot sign in.');
  return client(endpoint, { authorization: `Bearer ${answer.tokens.accessToken}` });
}

function client(endpoint: URL, headers: Readonly<Record<string, string>>): Voltpark {
  return {
    async run<Data>(query: string, variables: Readonly<Record<string, unknown>>) {
      const body = JSON.stringify({ query, variables });
      const response = await sendPatiently(endpoint, { ...headers }, body);
      const { data, errors } = (await response.json()) as {
        data?: Data | null;
        errors?: readonly { readonly message: string }[];
      };
      if (data != null && errors === undefined) return data;
      throw new VoltparkError(errors?.map(({ message }) => message).join('; ') ?? 'No answer.');
    },
  };
}

/** Sends, and sends again after a while when nobody answered or the gateway asks for patience. */
async function sendPatiently(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Response> {
  let why = '';
  for (let attempt = 1; attempt <= limits.importAttempts; attempt += 1) {
    if (attempt > 1) await wait(limits.importRetryMs * 2 ** (attempt - 2));
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(limits.importRequestMs),
      });
      if (response.status !== 429 && response.status < 500) return response;
      why = `it answers ${response.status}`;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  throw new VoltparkError(`The gateway at ${endpoint.origin} does not answer: ${why}`);
}
