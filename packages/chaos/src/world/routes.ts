import { type Domain, domains } from '@app/stack/domains';
import type { Environment } from '@app/stack/environment';
import { type Ports, type ServiceName, serviceNames } from '@app/stack/services';
import { type Link, openLink } from '../proxy/link.ts';
import type { Protocol } from '../proxy/protocols.ts';

/** Every link of the world by `from>to`. */
export type Links = ReadonlyMap<string, Link>;

interface Ends {
  readonly ports: Ports;
  readonly postgresPort: number;
  readonly redisPort: number;
}

/** Opens a link for every pair that talks to each other. */
export async function openLinks({ ports, postgresPort, redisPort }: Ends): Promise<Links> {
  const links = new Map<string, Link>();
  const add = async (from: string, to: string, protocol: Protocol, port: number) =>
    void links.set(`${from}>${to}`, await openLink({ from, to, protocol, port }));
  await add('clients', 'gateway', 'http', ports.gateway);
  await add('clients', 'sandbox-provider', 'http', ports['sandbox-provider']);
  await add('payments', 'sandbox-provider', 'http', ports['sandbox-provider']);
  await add('sandbox-provider', 'payments', 'http', ports.payments);
  await add('gateway', 'redis', 'redis', redisPort);
  for (const domain of domains) {
    await add('gateway', domain, 'http', ports[domain]);
    await add(domain, 'postgres', 'postgres', postgresPort);
    await add(domain, 'redis', 'redis', redisPort);
    for (const other of domains) if (other !== domain) await add(domain, other, 'http', ports[other]);
  }
  return links;
}

/** A link that has to be there. */
export function linkOf(links: Links, from: string, to: string): Link {
  const link = links.get(`${from}>${to}`);
  if (!link) throw new Error(`there is no link from ${from} to ${to}`);
  return link;
}

const callers: readonly ServiceName[] = serviceNames.filter((name) => name !== 'sandbox-provider');

/** What a process is told instead of where its neighbours really are. */
export function detours(service: ServiceName, links: Links, databases: Readonly<Record<Domain, string>>): Environment {
  if (service === 'sandbox-provider')
    return { SANDBOX_PROVIDER_PUBLIC_URL: at(linkOf(links, 'clients', 'sandbox-provider')) };
  const urls = Object.fromEntries(
    domains.flatMap((domain) => {
      const link = callers.includes(service) ? links.get(`${service}>${domain}`) : undefined;
      return link ? [[`${domain.toUpperCase()}_URL`, at(link)]] : [];
    }),
  );
  const redis = { REDIS_URL: `redis://127.0.0.1:${linkOf(links, service, 'redis').port}` };
  if (service === 'gateway') return { ...urls, ...redis };
  const database = new URL(databases[service]);
  database.port = String(linkOf(links, service, 'postgres').port);
  const own = { ...urls, ...redis, [`${service.toUpperCase()}_DATABASE_URL`]: database.href };
  if (service !== 'payments') return own;
  return {
    ...own,
    SANDBOX_PROVIDER_URL: at(linkOf(links, 'payments', 'sandbox-provider')),
    PAYMENTS_WEBHOOK_URL: `${at(linkOf(links, 'sandbox-provider', 'payments'))}/webhooks/sandbox`,
  };
}

const at = ({ port }: Link): string => `http://127.0.0.1:${port}`;
