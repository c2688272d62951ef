import { serveSubgraph } from '@app/kernel/serve';
import { businessesSubgraph } from './mount.ts';

await serveSubgraph(businessesSubgraph);
