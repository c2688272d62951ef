import { serveSubgraph } from '@app/kernel/serve';
import { usersSubgraph } from './mount.ts';

await serveSubgraph(usersSubgraph);
