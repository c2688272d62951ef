// mercurius in front of Federation 1 subgraphs, as its documentation sets it up. Copied beside its packages by the bench.
const { readFileSync } = require('node:fs');
const Fastify = require('fastify');
const mercuriusGateway = require('@mercuriusjs/gateway');

const { port, subgraphUrls } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const app = Fastify();
app.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: Object.entries(subgraphUrls).map(([name, url]) => ({
      name,
      url,
      rewriteHeaders: ({ authorization } = {}) => (authorization ? { authorization } : {}),
    })),
  },
});
app.listen({ port, host: '127.0.0.1' }).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
