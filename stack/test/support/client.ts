/** What a mutation of a result union answers. */
export type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** A person's token, or nobody's. */
export interface As {
  readonly accessToken?: string;
}

/**
 * Sends a mutation `name(input: …)` through the gateway, as any client would, and gives back its union member.
 * @throws Error when the answer has errors
 */
export async function mutate(
  url: string,
  name: string,
  input: Readonly<Record<string, unknown>>,
  selection: string,
  as: As = {},
): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) {
    ${name}(input: $input) { __typename ... on Refusal { message } ${selection} } }`;
  const body = await send(url, query, { input }, as);
  const answer = body.data?.[name] as Answer | undefined;
  if (answer !== undefined && body.errors === undefined) return answer;
  throw new Error(
    `${name}: ${body.errors?.map((error) => error.message).join('; ') ?? 'no answer'}`,
  );
}

/** What a GraphQL server answers. */
interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Sends one operation through the gateway. */
export async function send(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  as: As = {},
): Promise<Body> {
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as.accessToken === undefined ? {} : { authorization: `Bearer ${as.accessToken}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Body;
}

/** A value somewhere inside an answer: `at(answer, 'facility', 'id')`. */
export function at(answer: Answer, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | null)?.[name],
    answer,
  );
  if (typeof found === 'string') return found;
  throw new Error(`Expected ${path.join('.')} in ${JSON.stringify(answer)}`);
}
