import { GraphQLError } from 'graphql';

/** Persons with two keys, ways back to the root, and mutations. */
export const typeDefs = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@inaccessible", "@override"]
    )

  type Query {
    me: Person
    person(id: ID!): Person
    people(ids: [ID!]!): [Person]!
    visitors: [Visitor!]!
  }

  type Mutation {
    befriend(id: ID!, friend: ID!): Befriended
    forget(id: ID!): Boolean
  }

  type Subscription {
    greeted: Person
    counted: Count!
  }

  type Count {
    number: Int!
    by: Person
  }

  type Befriended {
    person: Person
    query: Query
  }

  type Person @key(fields: "id") @key(fields: "email") {
    id: ID!
    email: String!
    name: String! @shareable
    nick: String
    age: Int
    friends: [Person!]!
    manager: Person
    address: Address
    secret: String
  }

  type Address @shareable {
    street: String
    city: String
  }

  type Guest {
    name: String!
    host: Person
  }

  union Visitor = Person | Guest

  type Brand @key(fields: "name country { code }") {
    name: String!
    country: Country!
    owner: Person
    slogan: String @override(from: "catalogue")
  }

  type Country @shareable {
    code: ID!
  }
`;

const people = [
  {
    __typename: 'Person',
    id: 'p1',
    email: 'ada@x',
    name: 'Ada',
    nick: 'A',
    age: 36,
    friends: ['p2', 'p3'],
    manager: null,
    address: { street: 'Main 1', city: 'Dresden' },
  },
  {
    __typename: 'Person',
    id: 'p2',
    email: 'bob@x',
    name: 'Bob',
    nick: null,
    age: null,
    friends: ['p1'],
    manager: 'p1',
    address: null,
  },
  {
    __typename: 'Person',
    id: 'p3',
    email: 'cyd@x',
    name: 'Cyd',
    nick: 'C',
    age: 20,
    friends: [],
    manager: 'p2',
    address: { street: null, city: 'Pirna' },
  },
];
const byId = (id: unknown) => people.find((person) => person.id === id) ?? null;

export const resolvers = {
  Query: {
    me: () => people[0],
    person: (_: unknown, { id }: { id: string }) => byId(id),
    people: (_: unknown, { ids }: { ids: string[] }) => ids.map(byId),
    visitors: () => [people[1], { __typename: 'Guest', name: 'Gus', host: people[0] }],
  },
  Mutation: {
    befriend: (_: unknown, { id }: { id: string }) => ({ person: byId(id), query: {} }),
    forget: (_: unknown, { id }: { id: string }) => {
      if (id === 'p1')
        throw new GraphQLError('Ada stays', { extensions: { code: 'STAYS', hint: 1 } });
      return true;
    },
  },
  Person: {
    friends: ({ friends }: { friends: string[] }) => friends.map(byId),
    manager: ({ manager }: { manager: string | null }) => manager && byId(manager),
    secret: ({ id }: { id: string }) => {
      if (id === 'p2') throw new GraphQLError('Bob hides', { extensions: { code: 'HIDDEN' } });
      return `secret of ${id}`;
    },
    __resolveReference: ({ id, email }: { id?: string; email?: string }) => {
      if (id === 'p-broken')
        throw new GraphQLError('cannot load', { extensions: { code: 'BROKEN' } });
      return people.find((person) => person.id === id || person.email === email) ?? null;
    },
  },
  Brand: {
    owner: ({ name }: { name: string }) => (name === 'Acme' ? people[0] : null),
    slogan: ({ name }: { name: string }) => (name === 'Acme' ? 'Always "best"\n' : null),
    __resolveReference: ({ name, country }: { name: string; country: object }) => ({
      name,
      country,
    }),
  },
};
