import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { serveApollo } from './apollo-http.js';
import { serveMeasured } from './process.js';

/* The peer: ApolloGateway as it comes, in Apollo Server as it comes, over the same subgraphs. */
const apollo = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: process.env['BENCH_SUPERGRAPH'] ?? '' }),
});
await apollo.start();
await serveMeasured(serveApollo(apollo));
