import { startMessaging } from '@app/kernel/events/messaging';
import { openLog } from '@app/kernel/log';
import { openIdentities } from '@app/kernel/testing';
import { graphql } from 'graphql';
import { deliverySubgraph } from '../src/mount.ts';
import { ANA, BISTRO, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

it('as it is mounted, a job that waits is offered within moments to the courier who comes online', async () => {
  const { id } = await world.request();
  const { redis, pool } = world;
  const log = openLog('delivery');
  const url = `redis://${redis.options.host}:${redis.options.port}/${redis.options.db}`;
  const peers = { call: () => Promise.reject(new Error('Delivery asks nobody.')) };
  const parts = deliverySubgraph.open({ pool, redis, redisUrl: url, peers, log });
  const { macs } = openIdentities('delivery').delivery;
  const messaging = await startMessaging({ ...parts, service: 'delivery', pool, redis, redisUrl: url, macs, log });
  const source =
    'mutation ($at: GeoPointInput) { courierSetOnline(input: { online: true, location: $at }) { courier { online } } }';
  const contextValue = parts.context(ANA);
  const answer = await graphql({ schema: parts.schema, source, variableValues: { at: BISTRO }, contextValue });
  expect(answer.data).toEqual({ courierSetOnline: { courier: { online: true } } });
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && !(await world.openOffer(id))) await new Promise((resolve) => setTimeout(resolve, 50));
  await messaging.stop();
  await parts.close();
  expect(await world.openOffer(id)).toMatchObject({ courierUserId: ANA.id });
});
