import { serveSubgraph } from '@app/kernel/serve';
import { deliverySubgraph } from './mount.ts';

await serveSubgraph(deliverySubgraph);
