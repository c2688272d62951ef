import type { Logger } from '@app/kernel/log';
import type { PublicCache } from './caches/public/open.ts';
import type { Settings } from './env.ts';
import { type Graph, openGraph } from './graph.ts';
import { openPlanner } from './planning/open.ts';
import { openSupergraph, type Supergraph } from './supergraph/open.ts';
import { fileOrigin, fixedOrigin } from './supergraph/origin.ts';
import type { Sources } from './transport/mounting.ts';

/** What versions of the graph are opened with. */
export interface VersionParts {
  readonly settings: Settings;
  /** What is served where no file is followed. */
  readonly supergraphSdl: string;
  readonly sources: Sources;
  /** Where public data is kept; without it, none is. */
  readonly kept?: PublicCache | undefined;
  readonly log: Logger;
}

/** The graph as it is now, and as it becomes when the supergraph's file changes. */
export async function openVersions(parts: VersionParts): Promise<Supergraph<Graph>> {
  const { settings, supergraphSdl, sources, kept, log } = parts;
  const { supergraphFile, planner: wanted, limits, openSchema } = settings;
  return openSupergraph({
    origin: supergraphFile ? await fileOrigin(supergraphFile, { log }) : fixedOrigin(supergraphSdl),
    open: (sdl) => {
      const planner = openPlanner({ supergraphSdl: sdl, wanted, log });
      return openGraph({ sdl, sources: sources.of(sdl), planner, kept: kept?.over(sdl), limits, openSchema });
    },
    log,
  });
}
