import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.js';
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

const page = document.getElementById('page');
if (page) {
  createRoot(page).render(
    createElement(GraphiQL, {
      fetcher,
      defaultTabs: examples.map(({ query, variables = '', headers = '' }) => ({
        query,
        variables,
        headers,
      })),
      defaultEditorToolsVisibility: 'variables',
      // Access tokens belong into no storage that outlives the page.
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    }),
  );
}
