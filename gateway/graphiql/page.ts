import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { examplesFor } from './examples.js';
import './page.css';

const endpoint = new URL('/graphql', location.href);
const liveEndpoint = new URL(endpoint);
liveEndpoint.protocol = endpoint.protocol.replace('http', 'ws');

// What stands in the header editor is sent as headers, and as the payload of the WebSocket's connection_init.
const fetcher = createGraphiQLFetcher({
  url: endpoint.href,
  subscriptionUrl: liveEndpoint.href,
  enableIncrementalDelivery: false,
});

/** A facility for the examples to be about: the first on the map. */
async function someFacility(): Promise<string> {
  const query = '{ facilities(first: 1) { edges { node { id } } } }';
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as {
    data?: { facilities: { edges: { node: { id: string } }[] } };
  };
  return data?.facilities.edges[0]?.node.id ?? '';
}

const facilityId = await someFacility().catch(() => '');
const page = document.getElementById('page');
if (page) {
  createRoot(page).render(
    createElement(GraphiQL, {
      fetcher,
      defaultTabs: examplesFor(facilityId, new Date()).map(
        ({ query, variables = '', headers = '' }) => ({
          query,
          variables,
          headers,
        }),
      ),
      defaultEditorToolsVisibility: 'variables',
      // Access tokens belong into no storage that outlives the page.
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    }),
  );
}
