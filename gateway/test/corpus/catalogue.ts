import { GraphQLError } from 'graphql';
import { acme, products, zeno } from './catalogue-data.js';

/** What is sold: interfaces, unions, lists of lists, compound keys, faulty fields. */
export const typeDefs = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@inaccessible", "@external", "@provides", "@tag"]
    )

  scalar Json

  type Query {
    product(id: ID!): Product
    products(first: Int = 3): [Product!]!
    book(isbn: String!): Book
    gadgets: [Gadget]
    find(text: String = ""): [Found]
    node(id: ID!): Node
    shelves: [[Product]]
    strictShelves: [[Product!]!]
    brands: [Brand!]
    fault(kind: String!): Faulty
    version: String!
    echo(input: EchoInput!): String
    featured: Product! @provides(fields: "... on Book { stocked }")
  }

  type Mutation {
    addBook(title: String!): Book
    rename(id: ID!, name: String): Product
    log: [String!]!
  }

  input EchoInput {
    text: String! = "nothing"
    times: Int = 1
    tags: [String!]
    inner: EchoInput
  }

  interface Node {
    id: ID!
  }

  interface Product implements Node @key(fields: "id") {
    id: ID!
    name: String
    price: Money
    brand: Brand
    related: [Product]
  }

  type Book implements Node & Product @key(fields: "id") @key(fields: "isbn") {
    id: ID!
    isbn: String!
    name: String
    title: String
    price: Money
    pages: Int
    cover: Cover
    weight: Float
    dimensions: Dimensions
    size: String! @shareable
    brand: Brand
    related: [Product]
    extra: Json
    stocked: Boolean @external
  }

  type Gadget implements Node & Product @key(fields: "id") {
    id: ID!
    name: String
    price: Money
    voltage: Int
    weight: Float
    dimensions: Dimensions
    size: String
    brand: Brand
    related: [Product]
    parts: [[Part!]]
  }

  type Part {
    label: String!
    spare: Gadget
  }

  type Brand @key(fields: "name country { code }") {
    name: String!
    country: Country!
    slogan: String
    products: [Product]
  }

  type Country @shareable {
    code: ID!
    name: String
  }

  type Dimensions @shareable {
    height: Float
    width: Float
  }

  type Money @shareable {
    amount: String!
    currency: Currency!
  }

  enum Currency {
    EUR
    USD
  }

  enum Cover {
    HARD
    SOFT
    SECRET @inaccessible
  }

  union Found = Book | Gadget | Brand

  type Faulty {
    here: String
    never: String!
    numbers: [Int!]
    strictNumbers: [Int!]!
    inner: Faulty
    strictInner: Faulty!
    others: [Faulty!]
    holes: [Faulty]
  }
`;

const byId = (id: unknown) => products.find((product) => product.id === id) ?? null;
const log: string[] = [];

interface Fault {
  readonly kind: string;
}

const faulty = {
  here: ({ kind }: Fault) => {
    if (kind === 'throws')
      throw new GraphQLError('here broke', { extensions: { code: 'HERE_BROKE' } });
    return kind;
  },
  never: ({ kind }: Fault) => {
    if (kind === 'throws') throw new Error('never broke');
    return kind === 'null' ? null : 'always';
  },
  numbers: ({ kind }: Fault) => (kind === 'null' ? [1, null, 3] : [1, 2]),
  strictNumbers: ({ kind }: Fault) => (kind === 'null' ? [null] : []),
  inner: () => ({ kind: 'null' }),
  strictInner: () => ({ kind: 'throws' }),
  others: () => [{ kind: 'fine' }, { kind: 'throws' }, { kind: 'null' }],
  holes: () => [null, { kind: 'fine' }, { kind: 'throws' }, { kind: 'null' }],
};

const related = (product: { related: string[] | null }) => product.related?.map(byId) ?? null;

export const resolvers = {
  Query: {
    product: (_: unknown, { id }: { id: string }) => byId(id),
    products: (_: unknown, { first }: { first: number }) => products.slice(0, first),
    book: (_: unknown, { isbn }: { isbn: string }) =>
      products.find((product) => product.isbn === isbn) ?? null,
    gadgets: () => [...products.filter((product) => product.__typename === 'Gadget'), null],
    find: () => [products[0], null, { __typename: 'Brand', ...acme }, products[1], products[2]],
    node: (_: unknown, { id }: { id: string }) => byId(id),
    shelves: () => [[products[0], null, products[1]], null, [], [products[3]]],
    strictShelves: () => [[products[0], products[1]], [products[4]]],
    brands: () => [acme, zeno],
    fault: (_: unknown, { kind }: Fault) => ({ kind }),
    version: () => '1.0',
    echo: (_: unknown, { input }: { input: object }) => JSON.stringify(input),
    featured: () => ({ ...products[0], stocked: true }),
  },
  Mutation: {
    addBook: (_: unknown, { title }: { title: string }) => {
      log.push(`addBook ${title}`);
      return { ...products[0], title };
    },
    rename: (_: unknown, { id, name }: { id: string; name: string | null }) => {
      log.push(`rename ${id}`);
      if (name === 'forbidden')
        throw new GraphQLError('no such name', { extensions: { code: 'BAD_NAME' } });
      const product = byId(id);
      return product && { ...product, name };
    },
    log: () => log.splice(0),
  },
  Book: {
    related,
    __resolveReference: ({ id, isbn }: { id?: string; isbn?: string }) =>
      products.find(
        (product) => product.id === id || (isbn !== undefined && product.isbn === isbn),
      ) ?? null,
  },
  Gadget: {
    related,
    parts: ({ parts }: { parts: ({ label: string; spare: string }[] | null)[] | null }) =>
      parts?.map(
        (row) => row?.map(({ label, spare }) => ({ label, spare: byId(spare) })) ?? null,
      ) ?? null,
    __resolveReference: ({ id }: { id: string }) => byId(id),
  },
  Product: { __resolveReference: ({ id }: { id: string }) => byId(id) },
  Brand: {
    products: ({ name }: { name: string }) =>
      products.filter((product) => product.brand?.name === name),
    __resolveReference: ({ name }: { name: string }) => (name === 'Acme' ? acme : zeno),
  },
  Faulty: faulty,
};
