import { anonymous, type Viewer } from '@app/kernel/viewer';
import { type GraphQLSchema, getNamedType } from 'graphql';
import { openGraph } from '../../src/graph.ts';
import type { Limits } from '../../src/limits/table.ts';
import { type Compiled, compiler } from '../../src/live/compile.ts';
import { resolveStep } from '../../src/live/resolve.ts';
import type { StepKeys } from '../../src/live/steps.ts';
import type { LiveField } from '../../src/live/topics.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { selectionOf } from './answers/identity.ts';
import { answerAlone, project } from './answers/reference.ts';
import { gapOf, type Truth } from './answers/values.ts';
import { type Contender, type Graph, type Opening, PUNCTUAL, type Running, sourceOf } from './contender.ts';

const LONG_MS = 60_000;

/**
 * This gateway as those know it who follow something: an event brings the key of an entity, and each step is asked for
 * as the gateway does it for its own live fields.
 */
export function openFollower(graph: Graph, { planner, apollo }: Opening): Contender {
  const { supergraphSdl: sdl, schemas } = graph;
  const cases = new WeakMap<Viewer, Running>();
  const known = ({ viewer }: { readonly viewer: Viewer }) => cases.get(viewer);
  const sources = new Map(graph.subgraphs.map((subgraph) => [subgraph.name, sourceOf(subgraph, known)]));
  const opened = openPlanner({ supergraphSdl: sdl, wanted: planner, log: PUNCTUAL, apollo });
  const over = openGraph({ sdl, schemas, sources, planner: opened, limits: {} as Limits, openSchema: true });
  const compile = compiler(liveFieldsOf(schemas.schema));
  return {
    name: planner,
    async answer(operation, truth, log) {
      const variables = { ...operation.variables };
      const compiled = compile({ graph: over, document: operation.document, operationName: undefined, variables });
      const { event } = answerAlone(schemas.schema, truth, operation);
      const viewer = { ...anonymous('gateway') };
      cases.set(viewer, { truth, log });
      const asker = { sources, viewer, timeoutMs: LONG_MS };
      const step = { keys: keysOf(compiled, truth, event), variables };
      const resolved = await resolveStep(asker, compiled, step);
      if (resolved.kind === 'answer') return { data: JSON.parse(resolved.answer.data), errors: resolved.answer.errors };
      if (resolved.kind === 'failed') return { data: null, errors: [resolved.error] };
      throw new Error('its owner does not know an entity that there is');
    },
  };
}

/** Each field follows the entity it is of. */
function liveFieldsOf(schema: GraphQLSchema): Record<string, LiveField> {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return Object.fromEntries(
    fields.map(({ name, type }): [string, LiveField] => [
      name,
      {
        payload: getNamedType(type).name,
        keys: [],
        topic: () => name,
        open: { field: name, args: {} },
        order: 'state',
      },
    ]),
  );
}

/** What an event says of its entity. Throws where there is no event: no entity, or one that its owner does not know. */
function keysOf({ owner, field: { payload } }: Compiled, truth: Truth, event: unknown): StepKeys {
  const thing = event as Parameters<typeof gapOf>[1] | null | undefined;
  if (!thing || gapOf(truth, thing, owner) !== undefined) throw new Error('there is no event');
  const key = truth.world.objects
    .get(payload)
    ?.keys.get(owner)
    ?.find(({ resolvable }) => resolvable);
  if (!key) throw new Error(`${owner} cannot be asked for ${payload}`);
  return { __typename: payload, ...project(truth, thing, selectionOf(key.selection)) } as StepKeys;
}
