# Installs production dependencies. There is no build step: Node runs the TypeScript sources.
FROM node:24-slim AS dependencies
# The optional packages are for traces; --build-arg OMIT=dev keeps them.
ARG OMIT=optional
WORKDIR /app
COPY package.json package-lock.json ./
# Nothing reads source maps and type declarations when the gateway runs.
RUN npm ci --omit=dev --omit=${OMIT} --no-audit --no-fund \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete

FROM node:24-slim
# During the delay /ready answers 503 and everything is served, until load balancers send no more connections.
ENV HOST=0.0.0.0 NODE_ENV=production STOP_DELAY_MS=5000
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY bin ./bin
COPY schema ./schema
COPY src ./src
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
