import { port, readEnv, redisUrl } from '@app/kernel/env';
import { type Domain, domains } from '@app/schema/sdl';
import { z } from 'zod';
import { type TrustSettings, trustModes } from './documents/trusted.ts';
import { type Limits, limitsShape } from './limits/table.ts';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

const switchOr = (standard: boolean) =>
  z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => (text ? text === 'true' : standard));

/** How the gateway is set up. */
export interface Settings {
  readonly port: number;
  readonly redisUrl: string;
  /** Public keys of access tokens, as published. */
  readonly tokenJwks: string;
  /** Public keys of services. */
  readonly serviceJwks: string;
  readonly servicePrivateKey: string;
  /** Where clients reach the gateway. */
  readonly publicUrl: string;
  /** Whether clients may read the schema and are helped with "Did you mean". */
  readonly openSchema: boolean;
  /** Whether the demo accounts exist, so that the explorer offers them. */
  readonly demo: boolean;
  /** Foreign origins that may call from a browser; `*` for all. */
  readonly corsOrigins: readonly string[];
  /** Proxies in front whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: number;
  /** The manifest of documents that were registered beforehand, and how it is used; absent: there is none. */
  readonly trustedDocuments?: TrustSettings;
  /** Where subgraphs in their own processes are. */
  readonly subgraphUrls: Readonly<Partial<Record<Domain, string>>>;
  /** Who plans where both could: the Rust planner, or Apollo's. */
  readonly planner?: 'hive' | 'apollo' | undefined;
  /** Who executes: we, or @apollo/gateway as the reference. */
  readonly execution?: 'own' | 'stock' | undefined;
  /** A supergraph to serve instead of the committed one, and to follow while it changes. */
  readonly supergraphFile?: string | undefined;
  /** Room in each process for public data that is kept (`@cacheControl`), in bytes; absent: nothing is kept. */
  readonly publicCacheBytes?: number | undefined;
  readonly limits: Limits;
}

const PUBLIC_CACHE_BYTES = 32 * 1024 * 1024;

/** Reads the gateway's settings. Throws ConfigurationRefused with everything that is wrong. */
export function readSettings(): Settings {
  const urls = Object.fromEntries(domains.map((name) => [urlKey(name), z.url().optional()]));
  const env = readEnv('gateway', {
    GATEWAY_PORT: port(4000),
    REDIS_URL: redisUrl,
    TOKEN_JWKS: z.string(),
    SERVICE_JWKS: z.string(),
    GATEWAY_SERVICE_PRIVATE_KEY: z.string(),
    PUBLIC_URL: z.url().optional(),
    NODE_ENV: z.string().optional(),
    CORS_ORIGINS: list,
    TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
    TRUSTED_DOCUMENTS: z.string().optional(),
    TRUSTED_DOCUMENTS_MODE: z.enum(trustModes).default('prefer'),
    PLANNER: z.enum(['hive', 'apollo']).default('hive'),
    EXECUTION: z.enum(['own', 'stock']).default('own'),
    SUPERGRAPH_FILE: z.string().optional(),
    PUBLIC_CACHE: z.enum(['on', 'off']).default('on'),
    PUBLIC_CACHE_BYTES: z.coerce.number().int().min(65_536).default(PUBLIC_CACHE_BYTES),
    ...limitsShape,
  });
  const isOpen = env.NODE_ENV !== 'production';
  const { OPEN_SCHEMA, DEMO } = readEnv('gateway', { OPEN_SCHEMA: switchOr(isOpen), DEMO: switchOr(isOpen) });
  const subgraphUrls = readEnv('gateway', urls) as Record<string, string | undefined>;
  return {
    port: env.GATEWAY_PORT,
    redisUrl: env.REDIS_URL,
    tokenJwks: env.TOKEN_JWKS,
    serviceJwks: env.SERVICE_JWKS,
    servicePrivateKey: env.GATEWAY_SERVICE_PRIVATE_KEY,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.GATEWAY_PORT}`,
    openSchema: OPEN_SCHEMA,
    demo: DEMO,
    corsOrigins: env.CORS_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    trustedDocuments: { path: env.TRUSTED_DOCUMENTS, mode: env.TRUSTED_DOCUMENTS_MODE },
    subgraphUrls: Object.fromEntries(
      domains.flatMap((name) => (subgraphUrls[urlKey(name)] ? [[name, subgraphUrls[urlKey(name)]]] : [])),
    ),
    planner: env.PLANNER,
    execution: env.EXECUTION,
    supergraphFile: env.SUPERGRAPH_FILE,
    publicCacheBytes: env.PUBLIC_CACHE === 'on' ? env.PUBLIC_CACHE_BYTES : undefined,
    limits: env,
  };
}

const urlKey = (name: Domain): string => `${name.toUpperCase()}_URL`;
