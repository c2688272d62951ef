import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { compile } from '../../src/execute/compile.ts';
import { randomQuestion } from './documents.ts';
import { type Calls, randomSchema } from './schema.ts';

const SCHEMAS = Number(process.env.EXECUTE_SCHEMAS ?? 6);
const DOCUMENTS = 50;
const SEED = Number(process.env.EXECUTE_SEED ?? 1);

// Jest's own `process` hears nothing of these, and its runner would fail the test for graphql-js's.
const realProcess = runInThisContext('process') as NodeJS.Process;
const others = realProcess.listeners('unhandledRejection');
let unheard = 0;
const count = () => {
  unheard += 1;
};
beforeAll(() => {
  realProcess.removeAllListeners('unhandledRejection').on('unhandledRejection', count);
});
afterAll(() => {
  realProcess.off('unhandledRejection', count);
  for (const listener of others) realProcess.on('unhandledRejection', listener);
});

/** Until nothing is under way that was left behind. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
}

interface Told {
  readonly data: string;
  readonly errors: unknown[];
  readonly calls: Calls;
}

const told = ({ data, errors = [] }: ExecutionResult, calls: Calls): Told => ({
  data: JSON.stringify(data ?? null) + String(data === undefined),
  errors: errors.map(({ message, path, extensions, locations, nodes, originalError, name }) => ({
    message,
    path,
    extensions,
    locations,
    nodes: nodes?.length,
    original: String(originalError),
    name,
  })),
  calls,
});

async function compare(schema: GraphQLSchema, document: DocumentNode, all: Record<string, unknown>[]): Promise<number> {
  const executor = compile(schema, document);
  let errors = 0;
  for (const variableValues of all) {
    const [calls, ours]: [Calls, Calls] = [[], []];
    const expected = told(await execute({ schema, document, variableValues, contextValue: calls }), calls);
    // graphql-js forgets promises of a list when a later item fails at once; without a listener that ends the process.
    await quiet();
    unheard = 0;
    const answer = told(await executor({ variableValues, contextValue: ours }), ours);
    await quiet();
    // With a null for @skip or @include it is graphql-js that runs.
    if (variableValues.maybe === null) unheard = 0;
    if (unheard > 0 || JSON.stringify(answer) !== JSON.stringify(expected))
      expect({ ...answer, unheard }).toEqual({ ...expected, unheard: 0 });
    errors += expected.errors.length;
  }
  return errors;
}

it('answers random documents as graphql-js does: data, errors and their order, and what resolvers are told', async () => {
  const seen = { documents: 0, errors: 0 };
  for (let schemaSeed = SEED; schemaSeed < SEED + SCHEMAS; schemaSeed++) {
    const schema = randomSchema(schemaSeed);
    for (let seed = 0; seed < DOCUMENTS; seed++) {
      const { text, variables } = randomQuestion(schema, schemaSeed * 100_000 + seed);
      const document = parse(text);
      if (validate(schema, document).length > 0) continue;
      seen.documents += 1;
      try {
        seen.errors += await compare(schema, document, variables);
      } catch (error) {
        throw new Error(`schema ${schemaSeed}, document ${seed}: ${text}\n${JSON.stringify(variables)}`, {
          cause: error,
        });
      }
    }
  }
  // So that the comparison means something.
  expect(seen.documents).toBeGreaterThan(SCHEMAS * DOCUMENTS * 0.3);
  expect(seen.errors).toBeGreaterThan(seen.documents);
}, 120_000);
