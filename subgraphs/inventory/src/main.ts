import { serveSubgraph } from '@app/kernel/serve';
import { inventorySubgraph } from './mount.ts';

await serveSubgraph(inventorySubgraph);
