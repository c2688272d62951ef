import type { ExecutionResult } from 'graphql';
import { unavailable } from '../../src/transport/source.ts';
import type { Fault } from './suite.ts';

/** Nobody answers. */
export const down: Fault = () => {
  throw unavailable();
};

/** It answers, but only that it could not. */
export const refusing: Fault = () => ({ errors: [{ message: 'no' }] }) as unknown as ExecutionResult;

/** It answers this, whatever it is asked. */
export const answering =
  (data: unknown, errors?: unknown): Fault =>
  () =>
    ({ data, ...(errors !== undefined && { errors }) }) as ExecutionResult;

/** Entities as they are after this change, in every `_entities` field. */
export const entities =
  (change: (list: unknown[]) => unknown): Fault =>
  ({ data, ...rest }) => ({
    ...rest,
    data: Object.fromEntries(
      Object.entries(data ?? {}).map(([name, value]) => [name, Array.isArray(value) ? change(value) : value]),
    ),
  });
