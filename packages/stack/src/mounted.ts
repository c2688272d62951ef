import { businessesSubgraph } from '@app/businesses/mount';
import { deliverySubgraph } from '@app/delivery/mount';
import { readSettings } from '@app/gateway/env';
import { startGateway } from '@app/gateway/start';
import { inventorySubgraph } from '@app/inventory/mount';
import { port, readEnv } from '@app/kernel/env';
import type { Logger } from '@app/kernel/log';
import type { Subgraph } from '@app/kernel/mount';
import { localTransport } from '@app/kernel/peers';
import { openFromEnv, serveRoutes } from '@app/kernel/serve';
import { ordersSubgraph } from '@app/orders/mount';
import { paymentsSubgraph } from '@app/payments/mount';
import { ratingsSubgraph } from '@app/ratings/mount';
import { usersSubgraph } from '@app/users/mount';

/** Opens every subgraph here, each in its own way typed, with the others reachable without a socket. */
const openSubgraphs = (): ReadonlyMap<string, Subgraph> => {
  const subgraphs = new Map<string, Subgraph>();
  const here = localTransport(subgraphs);
  for (const subgraph of [
    openFromEnv(usersSubgraph, here),
    openFromEnv(businessesSubgraph, here),
    openFromEnv(inventorySubgraph, here),
    openFromEnv(paymentsSubgraph, here),
    openFromEnv(ordersSubgraph, here),
    openFromEnv(deliverySubgraph, here),
    openFromEnv(ratingsSubgraph, here),
  ])
    subgraphs.set(subgraph.name, subgraph);
  return subgraphs;
};

/** Starts the gateway and every subgraph in this process; answers with how to end them. */
export const startMounted = async (log: Logger): Promise<() => Promise<void>> => {
  const { PAYMENTS_PORT } = readEnv('payments', { PAYMENTS_PORT: port(4004) });
  const subgraphs = openSubgraphs();
  await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.start()));
  const payments = subgraphs.get('payments');
  const routes = payments && (await serveRoutes(payments, PAYMENTS_PORT));
  const gateway = await startGateway({ settings: readSettings(), subgraphs, log });
  log.info({ port: gateway.port }, 'ready');
  return async () => {
    await gateway.stop();
    await new Promise((resolve) => (routes ? routes.close(resolve).closeIdleConnections() : resolve(undefined)));
    await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.stop()));
  };
};
