import { subgraphUrlVariable } from '../environment.js';

/** Where subgraphs are reached, from what is configured and what the supergraph file says. */
export interface Routing {
  urlOf(service: string): string | undefined;
}

/**
 * The variable of the subgraph wins, then the table of all, then the supergraph in force: so a subgraph that is
 * added while the gateway runs is reached by the file alone.
 */
export function createRouting(sources: {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly table: Readonly<Record<string, string>>;
  readonly supergraphUrls: () => ReadonlyMap<string, string>;
}): Routing {
  return {
    urlOf: (service) => {
      const own = sources.variables[subgraphUrlVariable(service)];
      const configured = own !== undefined && own !== '' ? own : sources.table[service];
      return configured ?? sources.supergraphUrls().get(service);
    },
  };
}
