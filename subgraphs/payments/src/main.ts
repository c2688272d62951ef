import { serveSubgraph } from '@app/kernel/serve';
import { paymentsSubgraph } from './mount.ts';

await serveSubgraph(paymentsSubgraph);
