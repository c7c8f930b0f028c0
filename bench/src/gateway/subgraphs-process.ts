import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type DocumentNode } from 'graphql';
import { createServer } from 'node:http';
import { serveMeasured } from './process.js';
import { resolvers } from './resolvers.js';
import { schemas } from './schemas.js';

/*
 * The four contexts of the benchmark on one port, by path. Answers are kept by the text of the question: what
 * is measured is the gateway, and the subgraphs shall not be what the machine is busy with.
 */
const built = new Map(
  Object.entries(schemas).map(([name, sdl]) => [
    `/${name}`,
    buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[name] as never }),
  ]),
);
const documents = new Map<string, DocumentNode>();
const answers = new Map<string, string>();

async function answer(path: string, body: string): Promise<string> {
  const known = answers.get(path + body);
  if (known !== undefined) return known;
  const schema = built.get(path);
  if (!schema) throw new Error(`No subgraph at ${path}`);
  const { query, variables } = JSON.parse(body) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  const result = await execute({ schema, document, variableValues: variables ?? {} });
  if (result.errors) throw new Error(`${path}: ${result.errors.join(', ')}`);
  const text = JSON.stringify(result);
  answers.set(path + body, text);
  return text;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(request.url ?? '', Buffer.concat(chunks).toString('utf8')).then(
      (text) => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('x-subgraph', 'yes');
        response.end(text);
      },
      (error: unknown) => {
        console.error(error);
        response.statusCode = 500;
        response.end();
      },
    );
  });
});
server.keepAliveTimeout = 60_000;
await serveMeasured(server);
