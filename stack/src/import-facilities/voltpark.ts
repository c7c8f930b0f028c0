import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../limits.js';

/** Who imports: a person, or a partner's or operator's key. */
export type Login =
  { readonly email: string; readonly password: string } | { readonly apiKey: string };

/** The gateway refused or failed; the message is fit for the one who typed the command. */
export class VoltparkError extends Error {
  /** The codes of the answer's errors; `UNREACHABLE` when there was no answer. */
  constructor(
    message: string,
    readonly codes: readonly string[] = [],
  ) {
    super(message);
    this.name = 'VoltparkError';
  }

  /** True when no other request would fare better: nobody is there, or this login may not do it. */
  get concernsEveryRequest(): boolean {
    return this.codes.some((code) =>
      ['UNREACHABLE', 'UNAUTHENTICATED', 'FORBIDDEN'].includes(code),
    );
  }
}

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
 * Signs in at a gateway. A person's token lives for minutes: when it has expired one signs in again, unasked.
 * @throws VoltparkError when it cannot be reached or the credentials are wrong
 */
export async function signIn(url: string, login: Login): Promise<Voltpark> {
  const endpoint = new URL('/graphql', url);
  let headers = await headersOf(endpoint, login);
  return {
    async run<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
      try {
        return await ask<Data>(endpoint, headers, query, variables);
      } catch (error) {
        const hasExpired =
          error instanceof VoltparkError && error.codes.includes('UNAUTHENTICATED');
        if (!hasExpired || 'apiKey' in login) throw error;
        headers = await headersOf(endpoint, login);
        return ask<Data>(endpoint, headers, query, variables);
      }
    },
  };
}

/** The public API for somebody who has not signed in. */
export function anonymously(url: string): Voltpark {
  const endpoint = new URL('/graphql', url);
  return { run: (query, variables) => ask(endpoint, {}, query, variables) };
}

type Headers = Readonly<Record<string, string>>;

async function headersOf(endpoint: URL, login: Login): Promise<Headers> {
  if ('apiKey' in login) return { 'x-api-key': login.apiKey };
  const { signIn: answer } = await ask<{
    signIn: { message?: string; tokens?: { accessToken: string } };
  }>(
    endpoint,
    {},
    `mutation ($input: SignInInput!) { signIn(input: $input) {
      ... on SignedIn { tokens { accessToken } } ... on Refusal { message } } }`,
    { input: login },
  );
  if (answer.tokens !== undefined) return { authorization: `Bearer ${answer.tokens.accessToken}` };
  throw new VoltparkError(answer.message ?? 'Cannot sign in.', ['UNAUTHENTICATED']);
}

async function ask<Data>(
  endpoint: URL,
  headers: Headers,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const response = await sendPatiently(endpoint, headers, JSON.stringify({ query, variables }));
  const { data, errors = [] } = (await response.json()) as {
    data?: Data | null;
    errors?: readonly { readonly message: string; readonly extensions?: { code?: string } }[];
  };
  if (data != null && errors.length === 0) return data;
  throw new VoltparkError(
    errors.map(({ message }) => message).join('; ') || 'The gateway answers nothing.',
    errors.map(({ extensions }) => extensions?.code ?? ''),
  );
}

/** Sends, and sends again after a while when nobody answered or the gateway asks for patience. */
async function sendPatiently(endpoint: URL, headers: Headers, body: string): Promise<Response> {
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
  throw new VoltparkError(`The gateway at ${endpoint.origin} does not answer: ${why}`, [
    'UNREACHABLE',
  ]);
}
