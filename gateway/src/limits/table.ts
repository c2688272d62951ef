import { z } from 'zod';

const count = (standard: number) => z.coerce.number().int().positive().default(standard);

/** Every limit of the public door with its default; each can be set in the environment under the name it has here. */
export const limitsShape = {
  /** Levels of fields below the root; introspection has its own bound in graphql-js. */
  LIMIT_DEPTH: count(12),
  /** Aliased fields, and fields selected twice in one place, `__typename` included. */
  LIMIT_ALIASES: count(30),
  LIMIT_ROOT_FIELDS: count(20),
  /** Directives anywhere in the operation. */
  LIMIT_DIRECTIVES: count(50),
  /** Fields and spreads after fragments are spread out. */
  LIMIT_SELECTIONS: count(1_500),
  LIMIT_PARSE_TOKENS: count(4_000),
  /** Objects an answer may have by the sizes of its lists; see `cost.ts`. */
  LIMIT_COST: count(20_000),
  /** Fields that test or hand out credentials, in one operation. */
  LIMIT_CREDENTIAL_FIELDS: count(1),
  LIMIT_BODY_BYTES: count(256 * 1024),
  /** Operations in one HTTP request; 1 means that batches are off. Each counts against the budget. */
  LIMIT_BATCH: count(1),
  LIMIT_VARIABLE_DEPTH: count(32),
  /** The whole request, fetches and all. */
  LIMIT_REQUEST_MS: count(10_000),
  /** One subgraph's answer. */
  LIMIT_SUBGRAPH_BYTES: count(8 * 1024 * 1024),
  /** Operations a minute: of one signed-in user, and of one address without a good token. */
  LIMIT_USER_PER_MINUTE: count(6_000),
  LIMIT_IP_PER_MINUTE: count(3_000),
} as const;

/** The limits in force. */
export type Limits = { readonly [Name in keyof typeof limitsShape]: number };
