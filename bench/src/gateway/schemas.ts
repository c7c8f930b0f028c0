/*
 * Four small contexts for the benchmark, of the shapes that Voltpark's own have: lists of entities, entities
 * that contexts add fields to, and ways from each context into the others.
 */
const link = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@listSize"]
    )
`;

export const schemas: Readonly<Record<string, string>> = {
  facilities: /* GraphQL */ `
    ${link}
    type Query {
      facility(id: ID!): Facility
      facilities(first: Int!): [Facility!]! @listSize(assumedSize: 2)
    }
    type Facility @key(fields: "id") {
      id: ID!
      name: String!
      city: String!
      address: String!
      latitude: Float!
      longitude: Float!
      status: Status!
      operator: Customer
      nearby: [Facility!]! @listSize(assumedSize: 2)
    }
    type Customer @key(fields: "id") {
      id: ID!
    }
    enum Status {
      ACTIVE
      INACTIVE
      MAINTENANCE
    }
  `,
  parking: /* GraphQL */ `
    ${link}
    type Query {
      session(id: ID!): Session
    }
    type Facility @key(fields: "id") {
      id: ID!
      occupancy: Occupancy
      levels: [Level!]! @listSize(assumedSize: 2)
    }
    type Occupancy {
      total: Int!
      free: Int!
      rate: Float!
    }
    type Level {
      name: String!
      slots: [Slot!]! @listSize(assumedSize: 3)
    }
    type Slot {
      number: String!
      size: String!
      isFree: Boolean!
      session: Session
    }
    type Session @key(fields: "id") {
      id: ID!
      enteredAt: String!
      vehicle: Vehicle
      facility: Facility!
    }
    type Vehicle @key(fields: "registration") {
      registration: String!
      lastSessions: [Session!]! @listSize(assumedSize: 2)
    }
  `,
  accounts: /* GraphQL */ `
    ${link}
    type Query {
      customer(id: ID!): Customer
    }
    type Customer @key(fields: "id") {
      id: ID!
      name: String!
      email: String!
      vehicles: [Vehicle!]! @listSize(assumedSize: 2)
    }
    type Vehicle @key(fields: "registration") {
      registration: String!
      make: String
      model: String
      colour: String
      owner: Customer
    }
  `,
  remarks: /* GraphQL */ `
    ${link}
    type Query {
      remark(id: ID!): Remark
    }
    type Facility @key(fields: "id") {
      id: ID!
      remarks: [Remark!]! @listSize(assumedSize: 2)
    }
    type Customer @key(fields: "id") {
      id: ID!
      remarks: [Remark!]! @listSize(assumedSize: 2)
    }
    type Remark @key(fields: "id") {
      id: ID!
      text: String!
      rating: Int!
      author: Customer
      facility: Facility!
    }
  `,
};
