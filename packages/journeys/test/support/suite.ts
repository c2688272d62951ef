import { type Stack, type StackOptions, startStack } from '@app/stack/stack';
import { afterAll, beforeAll } from '@jest/globals';

/** Two ways of running the same code. */
export type Mounting = 'together' | 'split';

/** The product under test. */
export interface Running {
  url(): string;
  stack(): Stack;
}

/** A whole product of its own for one test file, on real PostgreSQL and Redis, with so many gateway processes and these settings. */
export function withStack(mounting: Mounting, workers = 1, given: StackOptions['given'] = {}): Running {
  let stack: Stack | undefined;
  const running = (): Stack => {
    if (!stack) throw new Error('the stack is not running');
    return stack;
  };
  beforeAll(async () => {
    stack = await startStack({ mounting, workers, ports: 'free', seed: true, onProgress: () => {}, given });
  }, 120_000);
  afterAll(() => stack?.stop(), 30_000);
  return { url: () => running().gatewayUrl, stack: running };
}
