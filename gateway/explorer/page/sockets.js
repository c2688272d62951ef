import { createClient } from './lib/graphql-ws/client.js';

const url = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;

/** Runs one subscription on a socket of its own, so that signing in as somebody else does not end it. */
export function subscribe(payload, authorization) {
  const client = createClient({
    url: url(),
    retryAttempts: 5,
    ...(authorization && { connectionParams: { authorization } }),
  });
  return client.iterate(payload);
}
