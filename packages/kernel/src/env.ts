import { z } from 'zod';

/** A configuration that cannot be started with. Its message lists every problem at once, for the person who starts it. */
export class ConfigurationRefused extends Error {
  override name = 'ConfigurationRefused';
}

/** Reads and checks a service's configuration once, at start (X6). Empty values count as missing. */
export function readEnv<Shape extends z.ZodRawShape>(service: string, shape: Shape): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const read = z.object(shape).safeParse(given);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigurationRefused(`${service} cannot start; its configuration has problems:\n${problems.join('\n')}`);
}

/** A TCP port from the environment. */
export const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);

/** A PostgreSQL address from the environment. */
export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address');

/** A Redis address from the environment. */
export const redisUrl = z.string().regex(/^rediss?:\/\//, 'must be a redis:// address');
