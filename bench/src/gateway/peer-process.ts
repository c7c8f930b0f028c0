import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { reportFrom } from './process.js';

/* The peer: ApolloGateway in Apollo Server with its own standalone server, each as it comes. */
const apollo = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: process.env['BENCH_SUPERGRAPH'] ?? '' }),
});
const { url } = await startStandaloneServer(apollo, { listen: { host: '127.0.0.1', port: 0 } });
reportFrom(Number(new URL(url).port));
