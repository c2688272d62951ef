// Hive Gateway as its own public benchmark sets it up, with its JWT plugin. Copied beside its packages by the bench.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInlineSigningKeyProvider, defineConfig, extractFromHeader } from '@graphql-hive/gateway';

const { tokenJwks } = JSON.parse(readFileSync(process.env.BENCH_SETTING, 'utf8'));
const [jwk] = JSON.parse(tokenJwks).keys;
const publicKey = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });

export const gatewayConfig = defineConfig({
  logging: 'error',
  inboundInflightRequestDeduplication: true,
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const authorization = request.headers.get('authorization');
      return authorization ? { authorization } : {};
    },
  },
  jwt: {
    tokenLookupLocations: [extractFromHeader({ name: 'authorization', prefix: 'Bearer' })],
    signingKeyProviders: [createInlineSigningKeyProvider(publicKey)],
    tokenVerification: { algorithms: ['ES256'] },
    reject: { missingToken: false, invalidToken: true },
    forward: { payload: false },
  },
});
