// Our gateway as it is, with its limits out of the way and its subgraphs over HTTP.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { z } from 'zod';
import { type Limits, limitsShape } from '../../src/limits/table.ts';
import { startGateway } from '../../src/start.ts';
import { readSetting } from './setting.ts';

const setting = readSetting();
const limits = Object.fromEntries(Object.keys(z.object(limitsShape).shape).map((name) => [name, 1_000_000_000]));

await startGateway({
  settings: {
    port: setting.port,
    redisUrl: setting.redisUrl,
    tokenJwks: setting.tokenJwks,
    serviceJwks: setting.serviceJwks,
    servicePrivateKey: setting.servicePrivateKey,
    publicUrl: `http://localhost:${setting.port}`,
    openSchema: true,
    demo: false,
    corsOrigins: [],
    trustedProxies: 0,
    subgraphUrls: setting.subgraphUrls,
    limits: { ...limits, LIMIT_REQUEST_MS: 60_000 } as Limits,
  },
  supergraphSdl: readFileSync(setting.supergraphFile, 'utf8'),
});

const session = new Session();
session.connect();
let profiling = false;

/** The first signal begins a profile, the second writes it down. */
process.on('SIGUSR2', async () => {
  if (!profiling) {
    profiling = true;
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    return;
  }
  profiling = false;
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(`${setting.profileFile}.part`, JSON.stringify(profile));
  renameSync(`${setting.profileFile}.part`, setting.profileFile);
});
