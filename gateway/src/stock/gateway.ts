import '../supergraph/telemetry-off.ts';
import { ApolloGateway } from '@apollo/gateway';
import type { Logger } from '@app/kernel/log';
import type { Supergraph } from '../supergraph/open.ts';
import type { Source } from '../transport/source.ts';
import { dataSource } from './data-source.ts';

/** What @apollo/gateway is run with. */
export interface StockParts {
  /** The versions to serve. */
  readonly supergraph: Pick<Supergraph<{ readonly sdl: string }>, 'current' | 'onChange'>;
  readonly sources: ReadonlyMap<string, Pick<Source, 'ask'>>;
  readonly log: Logger;
}

/** @apollo/gateway as it is, over our own sources, following our supergraph. */
export const stockGateway = ({ supergraph, sources, log }: StockParts): ApolloGateway =>
  new ApolloGateway({
    supergraphSdl: {
      async initialize({ update }) {
        const stop = supergraph.onChange(({ sdl }) => update(sdl));
        return { supergraphSdl: supergraph.current().sdl, cleanup: async () => stop() };
      },
    },
    buildService({ name }) {
      const source = sources.get(name);
      if (!source) throw new Error(`there is no way to the subgraph ${name}`);
      return dataSource(source);
    },
    logger: log,
  });
