// @apollo/gateway behind @apollo/server as their documentation sets them up; tokens are verified and handed on.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import jwt from 'jsonwebtoken';
import { readSetting } from './setting.ts';

interface Context {
  readonly authorization?: string | undefined;
}

const setting = readSetting();
const { keys } = JSON.parse(setting.tokenJwks) as { keys: import('node:crypto').JsonWebKey[] };
const [key] = keys.map((each) => createPublicKey({ key: each, format: 'jwk' }));

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(setting.supergraphFile, 'utf8'),
  buildService: ({ url = '' }) =>
    new RemoteGraphQLDataSource<Context>({
      url,
      willSendRequest({ request, context }) {
        if (context.authorization) request.http?.headers.set('authorization', context.authorization);
      },
    }),
});

await startStandaloneServer(new ApolloServer<Context>({ gateway }), {
  listen: { port: setting.port },
  context: async ({ req: { headers } }) => {
    const { authorization } = headers;
    if (authorization && key) jwt.verify(authorization.slice('Bearer '.length), key, { algorithms: ['ES256'] });
    return { authorization };
  },
});
