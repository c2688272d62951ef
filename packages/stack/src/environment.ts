import path from 'node:path';
import { poolSizeFor } from './connections.ts';
import { type Domain, domains } from './domains.ts';
import { type Keys, serviceJwks, signers, tokenJwks } from './keys.ts';
import { type Mounting, type Ports, portVariable, type ServiceName, serviceNames } from './services.ts';

/** The variables that services read. */
export type Environment = Record<string, string>;

/** What an environment is made from. `given` wins over what would be made here. */
export type Facts = {
  keys: Keys;
  databases: Readonly<Record<Domain, string>>;
  redisUrl: string;
  ports: Ports;
  mounting: Mounting;
  /** Processes of the gateway that share its port. */
  workers: number;
  dataDir: string;
  given?: NodeJS.ProcessEnv;
};

/** Everything the services of a stack are told. */
export const environmentOf = (facts: Facts): Environment => {
  const { ports, databases, mounting, workers, dataDir, given = {} } = facts;
  const made: Environment = {
    ...secretsOf(facts.keys),
    LOG_LEVEL: 'info',
    DATABASE_POOL_SIZE: String(poolSizeFor(workers, mounting)),
    // As fast as in production, and as open as a first look wants it.
    NODE_ENV: 'production',
    OPEN_SCHEMA: 'true',
    DEMO: 'true',
    // Answers are many small objects that die at once; a larger nursery spares the collector a good part of its work.
    NODE_OPTIONS: '--max-semi-space-size=16',
    SUBGRAPH_HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${ports.gateway}`,
    SANDBOX_PROVIDER_URL: `http://localhost:${ports['sandbox-provider']}`,
    SANDBOX_PROVIDER_PUBLIC_URL: `http://localhost:${ports['sandbox-provider']}`,
    SANDBOX_PROVIDER_DATA_DIR: path.join(dataDir, 'sandbox-provider'),
    PAYMENTS_WEBHOOK_URL: `http://127.0.0.1:${ports.payments}/webhooks/sandbox`,
    ...(mounting === 'split' ? addresses((domain) => `http://127.0.0.1:${ports[domain]}`) : {}),
  };
  return {
    ...made,
    ...chosen(Object.keys(made), given),
    REDIS_URL: facts.redisUrl,
    WORKERS: String(workers),
    ...Object.fromEntries(domains.map((domain) => [databaseVariable(domain), databases[domain]])),
    ...Object.fromEntries(serviceNames.map((name) => [portVariable(name), String(ports[name])])),
  };
};

/** The keys and secrets alone, as `npm run keys` writes them down. */
export const secretsOf = (keys: Keys): Environment => ({
  ...Object.fromEntries(signers.map((name) => [privateKeyVariable(name), keys.services[name]?.privateKey ?? ''])),
  SERVICE_JWKS: serviceJwks(keys),
  USERS_TOKEN_PRIVATE_KEY: keys.userTokens.privateKey,
  USERS_FIELD_KEYS: keys.usersFieldKeys,
  ORDERS_FIELD_KEYS: keys.ordersFieldKeys,
  PAYMENTS_FIELD_KEYS: keys.paymentsFieldKeys,
  TOKEN_JWKS: tokenJwks(keys),
  SANDBOX_API_KEY: keys.sandboxApiKey,
  SANDBOX_WEBHOOK_SECRET: keys.sandboxWebhookSecret,
});

/** What one process is told: no other service's keys, no other domain's database. */
export const environmentFor = (service: ServiceName, mounting: Mounting, environment: Environment): Environment => {
  const holdsAll = mounting === 'together' && service === 'gateway';
  const own = `${service.toUpperCase()}_`;
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => holdsAll || !/(_PRIVATE_KEY|_DATABASE_URL|_FIELD_KEYS)$/.test(name) || name.startsWith(own),
    ),
  );
};

/** The variable that holds the address of a domain's database. */
export const databaseVariable = (domain: Domain): string => `${domain.toUpperCase()}_DATABASE_URL`;

/** The variable that holds a service's private key. */
export const privateKeyVariable = (name: string): string => `${name.toUpperCase()}_SERVICE_PRIVATE_KEY`;

const addresses = (urlOf: (domain: Domain) => string): Environment =>
  Object.fromEntries(domains.map((domain) => [`${domain.toUpperCase()}_URL`, urlOf(domain)]));

const chosen = (names: string[], given: NodeJS.ProcessEnv): Environment =>
  Object.fromEntries(names.flatMap((name) => (given[name] ? [[name, given[name]]] : [])));
