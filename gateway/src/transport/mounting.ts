import { ConfigurationRefused } from '@app/kernel/env';
import type { Identity } from '@app/kernel/identity';
import type { Logger } from '@app/kernel/log';
import type { Subgraph } from '@app/kernel/mount';
import type { Settings } from '../env.ts';
import { definitionsOf, subgraphsIn } from '../supergraph/definitions.ts';
import { httpTransport } from './http-transport.ts';
import { localTransport } from './local-transport.ts';
import type { Transport } from './port.ts';
import { openSource, type Source } from './source.ts';

/** What subgraphs are reached with. */
export interface Mounting {
  readonly settings: Settings;
  readonly subgraphs: ReadonlyMap<string, Subgraph> | undefined;
  readonly identity: Identity;
  readonly log: Logger;
}

/** The ways to all subgraphs, whichever version of the supergraph they belong to. */
export interface Sources {
  /** Grows with the supergraph. */
  readonly all: ReadonlyMap<string, Source>;
  /**
   * A source for every subgraph of this supergraph: in this process where it is mounted here, over HTTP where not. Those
   * of other versions are used again. Throws ConfigurationRefused when there is no way to some.
   */
  of(supergraphSdl: string): ReadonlyMap<string, Source>;
  close(): Promise<void>;
}

/** Opens sources as supergraphs need them. */
export function openSources(mounting: Mounting): Sources {
  const { settings, subgraphs } = mounting;
  const all = new Map<string, Source>();
  const sourceOf = (name: string): Source => {
    const source = all.get(name) ?? openSource(name, { ...mounting, transport: transportTo(name, mounting) });
    all.set(name, source);
    return source;
  };
  return {
    all,
    of(supergraphSdl) {
      const names = [...subgraphsIn(definitionsOf(supergraphSdl)).values()];
      const missing = names.filter((name) => !subgraphs?.has(name) && !urlOf(settings, name));
      if (missing.length > 0)
        throw new ConfigurationRefused(
          `gateway cannot start; it does not know where these are:\n${missing.map((name) => `  ${name.toUpperCase()}_URL: missing`).join('\n')}`,
        );
      return new Map(names.map((name) => [name, sourceOf(name)]));
    },
    close: async () => void (await Promise.all([...all.values()].map((source) => source.close()))),
  };
}

function transportTo(name: string, { settings, subgraphs, log }: Mounting): Transport {
  const mounted = subgraphs?.get(name);
  if (mounted) return localTransport(mounted);
  const { LIMIT_REQUEST_MS, LIMIT_SUBGRAPH_BYTES } = settings.limits;
  return httpTransport({
    name,
    url: urlOf(settings, name) ?? '',
    timeoutMs: LIMIT_REQUEST_MS,
    maxBytes: LIMIT_SUBGRAPH_BYTES,
    resting: (resting) =>
      log.warn({ subgraph: name, resting }, resting ? 'a subgraph is left to rest' : 'a subgraph is back'),
  });
}

const urlOf = ({ subgraphUrls }: Settings, name: string): string | undefined =>
  (subgraphUrls as Readonly<Record<string, string | undefined>>)[name];
