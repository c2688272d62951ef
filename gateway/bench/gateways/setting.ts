import { readFileSync } from 'node:fs';

/** What a gateway under test is told, as a JSON file whose path is its program's first argument. */
export interface Setting {
  readonly port: number;
  readonly supergraphFile: string;
  /** GraphQL endpoints by subgraph. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** Who signs clients' tokens. */
  readonly tokenJwks: string;
  readonly serviceJwks: string;
  readonly servicePrivateKey: string;
  readonly redisUrl: string;
  /** Where a profile is written when one is asked for. */
  readonly profileFile: string;
}

/** The setting this process was started with. */
export const readSetting = (): Setting => JSON.parse(readFileSync(String(process.argv[2]), 'utf8')) as Setting;
