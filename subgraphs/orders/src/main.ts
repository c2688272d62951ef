import { serveSubgraph } from '@app/kernel/serve';
import { ordersSubgraph } from './mount.ts';

await serveSubgraph(ordersSubgraph);
