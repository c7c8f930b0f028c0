/** Resolvers of payments and refunds. */
export const moneyResolvers = { Query: {}, Mutation: {} };
