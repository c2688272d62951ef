// The gateway and every subgraph in one process: a program, the default mounting of `npm start`.
import { businessesSubgraph } from '@app/businesses/mount';
import { deliverySubgraph } from '@app/delivery/mount';
import { readSettings } from '@app/gateway/env';
import { startGateway } from '@app/gateway/start';
import { inventorySubgraph } from '@app/inventory/mount';
import { ConfigurationRefused, port, readEnv } from '@app/kernel/env';
import { openLog } from '@app/kernel/log';
import type { Subgraph } from '@app/kernel/mount';
import { localTransport } from '@app/kernel/peers';
import { openFromEnv, serveRoutes, stopOnSignal } from '@app/kernel/serve';
import { ordersSubgraph } from '@app/orders/mount';
import { paymentsSubgraph } from '@app/payments/mount';
import { ratingsSubgraph } from '@app/ratings/mount';
import { usersSubgraph } from '@app/users/mount';

const log = openLog('gateway');

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

const start = async (): Promise<() => Promise<void>> => {
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

try {
  stopOnSignal(await start());
} catch (error) {
  if (error instanceof ConfigurationRefused) log.fatal(error.message);
  else log.fatal({ err: error }, 'could not start');
  process.exit(1);
}
