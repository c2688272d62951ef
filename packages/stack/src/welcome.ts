import type { Stack } from './stack.ts';

const ACCOUNTS = ['customer@demo.test', 'business@demo.test', 'courier@demo.test', 'admin@demo.test'];
const PASSWORD = 'demo-Passw0rd!';

/** What is said once everything is up: where it is, who can sign in, and one thing to try. */
export const welcome = ({ gatewayUrl, logs, urls }: Stack, seconds: number): string => `
  Ready in ${seconds.toFixed(1)} s.

  Explorer       ${gatewayUrl}
  GraphQL        ${gatewayUrl}/graphql
  Pay pages      ${urls['sandbox-provider'] ?? ''}
  Logs           ${logs}

  Demo accounts  ${ACCOUNTS.join('  ')}
  Password       ${PASSWORD}

  Try: open the explorer and run its tabs from left to right, or

    curl -s ${gatewayUrl}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: TRY })}'

  Ctrl-C stops everything; the data stay. \`npm run reset\` empties them.
`;

const TRY = '{ businesses(near: {latitude: 52.52, longitude: 13.405}, first: 3) { edges { node { name isOpen } } } }';
