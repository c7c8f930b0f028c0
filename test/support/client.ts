/** How a client makes itself known. */
export interface Credentials {
  readonly accessToken?: string;
  readonly apiKey?: string;
}

export interface GraphQLError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly correlationId?: string };
}

export interface GraphQLAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLError[];
}

/** Any object that an operation answers with; journeys read it as the client's own types would have it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Data = Record<string, any>;

export function headersOf(credentials: Credentials): Record<string, string> {
  return {
    ...(credentials.accessToken === undefined
      ? {}
      : { authorization: `Bearer ${credentials.accessToken}` }),
    ...(credentials.apiKey === undefined ? {} : { 'x-api-key': credentials.apiKey }),
  };
}

/** What fetch says when the connection that it kept from an earlier request was closed meanwhile. */
const closedMeanwhile = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Sends one operation over HTTP, as any client would, and gives back the whole answer. A kept connection that
 * turns out to be closed is a client's everyday life: it is tried once more, as idempotency keys make it safe.
 */
export async function ask<Answer = Data>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  credentials: Credentials = {},
): Promise<GraphQLAnswer<Answer>> {
  const send = () =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(credentials) },
      body: JSON.stringify({ query, variables }),
    });
  const response = await send().catch((error: Error) => {
    const code = (error.cause as { code?: string } | undefined)?.code ?? '';
    if (!closedMeanwhile.has(code)) throw error;
    return send();
  });
  return (await response.json()) as GraphQLAnswer<Answer>;
}

/**
 * Sends one operation and gives back its data.
 * @throws Error with the messages when the answer has errors
 */
export async function must<Answer = Data>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  credentials: Credentials = {},
): Promise<Answer> {
  const answer = await ask<Answer>(url, query, variables, credentials);
  if (answer.errors !== undefined || answer.data == null)
    throw new Error(`${query}\n${JSON.stringify(answer, null, 2)}`);
  return answer.data;
}
