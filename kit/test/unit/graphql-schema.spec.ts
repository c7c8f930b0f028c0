import { anonymous, type Actor, type Scope } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { executeInContext, type ContextResponse } from '../../src/execution.js';
import { buildSchemaFromSdl } from '../../src/graphql/schema.js';

const header = (imports: string) => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", "@shareable", "@authenticated", "@requiresScopes"${imports}])
`;

const sdl = `${header('')}
  type Query {
    open: String
    signedIn: String @authenticated
    either: String @requiresScopes(scopes: [["parking:operate"], ["config:read", "config:write"]])
    secret: Secret
    either_or_secret: Found
  }
  type Secret @requiresScopes(scopes: [["audit:read"]]) { word: String }
  type Plain { word: String }
  union Found = Secret | Plain
  type Visitor @key(fields: "id") @authenticated { id: ID!  name: String }
  type Guide @key(fields: "id") { id: ID!  name: String  phone: String @authenticated }
`;

const resolved: string[] = [];
const resolvers = {
  Query: {
    open: () => 'open',
    signedIn: () => resolved.push('signedIn') && 'signed in',
    either: () => 'either',
    secret: () => resolved.push('secret') && { word: 'sesame' },
    either_or_secret: () => ({ __typename: 'Secret', word: 'sesame' }),
  },
  Visitor: {
    __resolveReference: ({ id }: { id: string }) => {
      resolved.push(`Visitor ${id}`);
      return { id, name: 'Vera' };
    },
  },
  Guide: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Gil', phone: '112' }) },
};

const schema = buildSchemaFromSdl(sdl, resolvers);

const person = (...scopes: Scope[]): Actor => ({
  kind: 'PERSON',
  id: 'p1',
  roles: [],
  scopes,
  tenantId: null,
  customerId: null,
});

function ask(query: string, actor: Actor, variables = {}): Promise<ContextResponse> {
  resolved.length = 0;
  return executeInContext(
    { name: 'museum', schema, requestContext: () => ({}) },
    {
      query,
      variables,
      request: { actor, correlationId: 'c-1', deadline: Date.now() + 5_000 },
    },
  );
}

const codes = (response: ContextResponse) =>
  (response.errors ?? []).map((error) => error.extensions?.['code']);

const entities = `query($r: [_Any!]!) { _entities(representations: $r) {
  ... on Visitor { name } ... on Guide { name phone } } }`;

describe('The schema of a context', () => {
  it('lets everybody see what asks for nothing', async () => {
    expect(await ask('{ open }', anonymous)).toEqual({ data: { open: 'open' } });
  });

  it('asks for an identity where the field is @authenticated, before its resolver runs', async () => {
    const refused = await ask('{ open signedIn }', anonymous);
    expect(refused.data).toEqual({ open: 'open', signedIn: null });
    expect(codes(refused)).toEqual(['UNAUTHENTICATED']);
    expect(resolved).toEqual([]);
    expect((await ask('{ signedIn }', person())).data).toEqual({ signedIn: 'signed in' });
  });

  it('grants a field for any one of the alternatives, each as a whole', async () => {
    const granted = { data: { either: 'either' } };
    expect(await ask('{ either }', person('parking:operate'))).toEqual(granted);
    expect(await ask('{ either }', person('config:read', 'config:write'))).toEqual(granted);
    expect(codes(await ask('{ either }', person('config:read')))).toEqual(['FORBIDDEN']);
    expect(codes(await ask('{ either }', anonymous))).toEqual(['UNAUTHENTICATED']);
  });

  it('asks for what the returned type asks for before loading it', async () => {
    expect(codes(await ask('{ secret { word } }', person()))).toEqual(['FORBIDDEN']);
    expect(resolved).toEqual([]);
    const granted = await ask('{ secret { word } }', person('audit:read'));
    expect(granted).toEqual({ data: { secret: { word: 'sesame' } } });
  });

  it('guards the fields of a type that is reached through a union', async () => {
    const query = '{ either_or_secret { ... on Secret { word } } }';
    expect(codes(await ask(query, person()))).toEqual(['FORBIDDEN']);
    expect((await ask(query, person('audit:read'))).errors).toBeUndefined();
  });

  it('guards entities resolved by reference, one by one', async () => {
    const representations = [
      { __typename: 'Visitor', id: '1' },
      { __typename: 'Guide', id: '2' },
    ];
    const refused = await ask(entities, anonymous, { r: representations });
    expect(refused.data).toEqual({ _entities: [null, { name: 'Gil', phone: null }] });
    expect(refused.errors?.map((error) => error.path)).toEqual(
      expect.arrayContaining([
        ['_entities', 0],
        ['_entities', 1, 'phone'],
      ]),
    );
    expect(resolved).toEqual([]);

    const granted = await ask(entities, person(), { r: representations });
    expect(granted.data).toEqual({ _entities: [{ name: 'Vera' }, { name: 'Gil', phone: '112' }] });
  });

  it('resolves a thousand entities at once and not one more', async () => {
    const of = (count: number) => ({ r: Array(count).fill({ __typename: 'Guide', id: '1' }) });
    expect((await ask(entities, person(), of(1_000))).errors).toBeUndefined();
    expect(codes(await ask(entities, person(), of(1_001)))).toEqual(['BAD_USER_INPUT']);
  });

  it('is not built when a resolver has no field or a directive could not be enforced', () => {
    expect(() => buildSchemaFromSdl(sdl, { Query: { opne: () => '' } })).toThrow('Query.opne');
    expect(() => buildSchemaFromSdl(sdl, { Qery: { open: () => '' } })).toThrow('Qery.open');
    for (const imported of ['"@policy"', '{ name: "@requiresScopes", as: "@needs" }']) {
      const elsewhere = `${header(`, ${imported}`)} type Query { a: Int }`;
      expect(() => buildSchemaFromSdl(elsewhere, {})).toThrow('cannot be enforced');
    }
  });
});
