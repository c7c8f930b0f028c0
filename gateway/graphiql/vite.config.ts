import { defineConfig } from 'vite';

/** Bundles the GraphiQL page, everything included, so that it works without internet. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  worker: { format: 'es' },
  build: {
    outDir: '../dist/graphiql',
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8_000,
    reportCompressedSize: false,
    target: 'es2022',
    rolldownOptions: {
      onwarn(warning, warn) {
        // "use client" at the head of React packages means nothing to a page without a server.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
});
