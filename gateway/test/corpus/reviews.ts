/** Reviews of every product, whichever kind: an interface object. */
export const typeDefs = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@external", "@provides", "@interfaceObject", "@requires"]
    )

  type Query {
    reviews(first: Int = 4): [Review!]!
    review(id: ID!): Review
    praised: [Product!]!
  }

  type Mutation {
    addReview(product: ID!, body: String!): Review
  }

  type Product @key(fields: "id") @interfaceObject {
    id: ID!
    reviews(first: Int = 2): [Review!]!
    score: Float
    bestReview: Review
    price: Money @external
    bargain: Boolean @requires(fields: "price { amount }")
  }

  type Money @shareable {
    amount: String! @external
  }

  type Review @key(fields: "id") {
    id: ID!
    body: String
    rating: Int!
    author: Person @provides(fields: "name")
    writer: Person
    product: Product!
    subject: Subject
  }

  union Subject = Person | Review

  type Person @key(fields: "id") {
    id: ID!
    name: String! @external
    reviews: [Review!]!
    karma: Int
    age: Int @external
    address: Address @external
    title(formal: Boolean = false): String @requires(fields: "age address { city }")
  }

  type Address @shareable {
    city: String @external
  }
`;

const reviews = [
  { id: 'r1', body: 'Good', rating: 5, author: 'p1', product: 'b1' },
  { id: 'r2', body: null, rating: 1, author: 'p2', product: 'b1' },
  { id: 'r3', body: 'Bright', rating: 4, author: 'p3', product: 'g1' },
  { id: 'r4', body: 'Hm', rating: 3, author: 'p-gone', product: 'g2' },
  { id: 'r5', body: 'Oh', rating: 2, author: 'p-broken', product: 'b3' },
].map((review) => ({ __typename: 'Review', ...review }));
const names: Record<string, string> = { p1: 'Ada', p2: 'Bob', p3: 'Cyd' };
const person = (id: string) => ({ __typename: 'Person', id, name: names[id] ?? 'Nobody' });
const of = (product: string) => reviews.filter((review) => review.product === product);

interface Rated {
  readonly id: string;
  readonly price?: { readonly amount: string } | null;
}

export const resolvers = {
  Query: {
    reviews: (_: unknown, { first }: { first: number }) => reviews.slice(0, first),
    review: (_: unknown, { id }: { id: string }) =>
      reviews.find((review) => review.id === id) ?? null,
    praised: () => [{ id: 'b1' }, { id: 'g1' }],
  },
  Mutation: {
    addReview: (_: unknown, { product, body }: { product: string; body: string }) => ({
      ...reviews[0],
      id: 'r9',
      product,
      body,
    }),
  },
  Product: {
    reviews: ({ id }: Rated, { first }: { first: number }) => of(id).slice(0, first),
    score: ({ id }: Rated) => of(id)[0]?.rating ?? null,
    bestReview: ({ id }: Rated) => of(id)[0] ?? null,
    bargain: ({ price }: Rated) => (price ? Number(price.amount) < 50 : null),
    __resolveReference: (reference: Rated) => reference,
  },
  Review: {
    author: ({ author }: { author: string }) => person(author),
    writer: ({ author }: { author: string }) => person(author),
    product: ({ product }: { product: string }) => ({ id: product }),
    subject: ({ author, rating }: { author: string; rating: number }) =>
      rating > 3 ? person(author) : reviews[0],
    __resolveReference: ({ id }: { id: string }) =>
      reviews.find((review) => review.id === id) ?? null,
  },
  Person: {
    reviews: ({ id }: { id: string }) => reviews.filter((review) => review.author === id),
    karma: ({ id }: { id: string }) => id.length * 7,
    title: (
      { age, address }: { age?: number; address?: { city: string } },
      { formal }: { formal: boolean },
    ) => `${formal ? 'Dr. ' : ''}${String(age)} of ${address?.city ?? 'nowhere'}`,
    __resolveReference: (reference: { id: string }) => reference,
  },
};
