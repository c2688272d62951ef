import './telemetry-off.ts';
import { ApolloGateway } from '@apollo/gateway';

/** What @apollo/gateway thinks of a supergraph. */
export interface Verdict {
  /** Why it cannot be served; undefined when it can. */
  readonly refused?: string;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function verdictOn(supergraphSdl: string): Promise<Verdict> {
  const gateway = new ApolloGateway({
    supergraphSdl: { initialize: async () => ({ supergraphSdl }) },
    validateSupergraph: true,
    // Nothing is asked here: what counts is whether it loads.
    buildService: () => ({ process: async () => ({}) }) as never,
    logger: quiet,
  });
  try {
    await gateway.load();
    return {};
  } catch (error) {
    return { refused: String((error as Error).message ?? error) };
  } finally {
    await gateway.stop();
  }
}

process.once('message', (supergraphSdl: string) => {
  void verdictOn(supergraphSdl).then((verdict) => process.send?.(verdict));
});
// Whoever asked is gone.
process.once('disconnect', () => process.exit());
