# One image for every service; docker-compose.yml says which one a container runs.
FROM node:22-slim
WORKDIR /app
ENV APOLLO_TELEMETRY_DISABLED=true
# The gateway runs a process a core that the container may use, behind one port; a subgraph is one process, scaled by containers.
ENV WORKERS=auto
ENV NODE_OPTIONS=--max-semi-space-size=16

# The packages' own install scripts are not needed, and not run.
COPY . .
RUN --mount=type=cache,target=/root/.npm npm install --no-save --ignore-scripts --no-audit --no-fund \
  && node packages/stack/bin/generate.mjs \
  && node packages/stack/bin/build.mjs \
  && mkdir /data && chown node:node /data

USER node
CMD ["node", ".build/gateway/src/main.js"]
