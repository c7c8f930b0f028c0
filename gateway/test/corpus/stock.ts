import { GraphQLError } from 'graphql';

/** What is in stock: `@requires` on concrete types, fields of other types under the same name, overrides. */
export const typeDefs = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@external", "@requires", "@override"]
    )

  type Query {
    warehouses: [Warehouse!]!
    stocked: [Stocked!]!
  }

  interface Stocked {
    id: ID!
    amount: Int
    warehouse: Warehouse
  }

  type Book implements Stocked @key(fields: "id") {
    id: ID!
    amount: Int
    warehouse: Warehouse
    stocked: Boolean @shareable
    size: String @shareable
    pages: Int @override(from: "catalogue")
    weight: Float @external
    dimensions: Dimensions @external
    shipping(country: String = "DE"): Int @requires(fields: "weight dimensions { height width }")
  }

  type Gadget implements Stocked @key(fields: "id") {
    id: ID!
    amount: Int
    warehouse: Warehouse
    weight: Float @external
    shipping(country: String = "DE"): Int @requires(fields: "weight")
    fragile: Boolean!
  }

  type Dimensions @shareable {
    height: Float @external
    width: Float @external
  }

  type Warehouse @key(fields: "code") {
    code: ID!
    city: String
    keeper: Person
    holds: [Stocked]
  }

  type Person @key(fields: "email") {
    email: String!
    warehouses: [Warehouse!]
  }
`;

const warehouses = [
  { code: 'w1', city: 'Dresden', keeper: { email: 'ada@x' } },
  { code: 'w2', city: null, keeper: { email: 'nobody@x' } },
];
const amounts: Record<string, number> = { b1: 3, g1: 0, b3: 7 };
const item = (id: string) => ({
  __typename: id.startsWith('b') ? 'Book' : 'Gadget',
  id,
  amount: amounts[id] ?? null,
  warehouse: warehouses[id === 'b1' ? 0 : 1],
  stocked: (amounts[id] ?? 0) > 0,
  size: 'A5',
  pages: 111,
});

interface Sent {
  readonly id: string;
  readonly weight?: number | null;
  readonly dimensions?: { readonly height: number | null; readonly width: number | null } | null;
}

const shipping = ({ weight, dimensions }: Sent, { country }: { country: string }) => {
  if (weight === null || weight === undefined) return null;
  return Math.round(weight * 10 + (dimensions?.height ?? 0)) + (country === 'DE' ? 0 : 100);
};

const reference = (sent: Sent) => {
  if (sent.id === 'b2') return null;
  return { ...item(sent.id), ...sent };
};

export const resolvers = {
  Query: {
    warehouses: () => warehouses,
    stocked: () => ['b1', 'g1', 'b3'].map(item),
  },
  Book: { shipping, __resolveReference: reference },
  Gadget: {
    shipping,
    fragile: ({ id }: Sent) => {
      if (id === 'g2') throw new GraphQLError('dropped', { extensions: { code: 'DROPPED' } });
      return true;
    },
    __resolveReference: reference,
  },
  Warehouse: {
    holds: ({ code }: { code: string }) =>
      code === 'w1' ? [item('b1'), null] : [item('g1'), item('b3')],
    __resolveReference: ({ code }: { code: string }) =>
      warehouses.find((warehouse) => warehouse.code === code) ?? null,
  },
  Person: {
    warehouses: ({ email }: { email: string }) =>
      warehouses.filter(({ keeper }) => keeper.email === email),
    __resolveReference: ({ email }: { email: string }) => ({ email }),
  },
};
