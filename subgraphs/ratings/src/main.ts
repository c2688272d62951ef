import { serveSubgraph } from '@app/kernel/serve';
import { ratingsSubgraph } from './mount.ts';

await serveSubgraph(ratingsSubgraph);
