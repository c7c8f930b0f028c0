import { composeServices } from '@apollo/composition';
import { type GraphQLError, parse, printSchema, Source } from 'graphql';
import { readdir, readFile } from 'node:fs/promises';

/** One subgraph's schema, as it goes into composition. */
export interface SubgraphSource {
  readonly name: string;
  /** Where containers reach it; environment variables override it (see routing). */
  readonly url: string;
  readonly sdl: string;
}

/** What composition made, or why it could not. */
export type Composition =
  | {
      readonly ok: true;
      /** For the gateway. */
      readonly supergraphSdl: string;
      /** For clients. */
      readonly apiSdl: string;
      readonly hints: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly string[] };

/** The port on which a context's own server listens in its container. */
const subgraphPort = 4001;

/** The routing URL of a subgraph where nothing else is configured: its container, by its name. */
export const defaultSubgraphUrl = (name: string): string =>
  `http://${name}:${subgraphPort}/graphql`;

/**
 * Reads every subgraph's schema of a checkout, `subgraphs/<name>/schema.graphql` each with
 * `contracts/graphql/common.graphql` and the field of `personal-records.graphql`, in the order of their names so that the outcome is always the same.
 */
export async function readSubgraphs(root: URL): Promise<SubgraphSource[]> {
  const common = await readFile(new URL('contracts/graphql/common.graphql', root), 'utf8');
  const personal = await readFile(
    new URL('contracts/graphql/personal-records.graphql', root),
    'utf8',
  );
  const folders = await readdir(new URL('subgraphs/', root), { withFileTypes: true });
  const sources = await Promise.all(
    folders
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const sdl = await readFile(new URL(`subgraphs/${name}/schema.graphql`, root), 'utf8').catch(
          () => undefined,
        );
        // The common part comes last, so that places in errors are those of the subgraph's own file.
        const records = personal.replaceAll('__context__', name);
        return sdl && { name, url: defaultSubgraphUrl(name), sdl: `${sdl}\n${common}\n${records}` };
      }),
  );
  return sources
    .filter((source) => source !== undefined && source !== '')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every context describes a shared entity from its own point of view: that is meant. */
const expectedHints: ReadonlySet<string> = new Set(['INCONSISTENT_DESCRIPTION']);

/** Composes subgraphs. Errors and hints say where: subgraph, line and column. */
export function composeSubgraphs(subgraphs: readonly SubgraphSource[]): Composition {
  const unreadable: string[] = [];
  const services = subgraphs.flatMap(({ name, url, sdl }) => {
    try {
      return [{ name, url, typeDefs: parse(new Source(sdl, `subgraphs/${name}/schema.graphql`)) }];
    } catch (error) {
      unreadable.push(String(error));
      return [];
    }
  });
  if (unreadable.length > 0) return { ok: false, errors: unreadable };
  const composed = composeServices(services);
  if (composed.errors) return { ok: false, errors: composed.errors.map(describe) };
  return {
    ok: true,
    supergraphSdl: `${composed.supergraphSdl.trimEnd()}\n`,
    apiSdl: `${printSchema(composed.schema.toAPISchema().toGraphQLJSSchema()).trimEnd()}\n`,
    hints: composed.hints
      .filter(({ definition }) => !expectedHints.has(definition.code))
      .map(
        (hint) =>
          `${hint.definition.code}: ${hint.message}${places(
            hint.nodes?.map(({ subgraph, loc }) => ({ subgraph, line: loc?.startToken.line })) ??
              [],
          )}`,
      ),
  };
}

function describe(error: GraphQLError): string {
  const found = error.nodes?.map((node) => ({
    subgraph: 'subgraph' in node ? String(node.subgraph) : undefined,
    line: node.loc?.startToken.line,
  }));
  const { code } = error.extensions;
  const kind = typeof code === 'string' ? code : 'COMPOSITION_ERROR';
  return `${kind}: ${error.message}${places(found ?? [])}`;
}

function places(
  found: readonly { subgraph: string | undefined; line: number | undefined }[],
): string {
  const named = found
    .filter(({ subgraph, line }) => subgraph !== undefined && line !== undefined)
    .map(({ subgraph, line }) => `${subgraph} line ${line}`);
  return named.length > 0 ? `\n    at ${[...new Set(named)].join(', ')}` : '';
}
