import type { Logger } from '@app/kernel/log';
import { hasAbstractTypes } from './abstract-types.ts';
import { apolloPlanner } from './apollo.ts';
import { checked, planCheck } from './checked.ts';
import { mayDefer } from './defer.ts';
import { hivePlanner } from './hive.ts';
import { hiveApart } from './hive-apart.ts';
import { fragmentsOnInterfaceObjects } from './interface-objects.ts';
import type { Plan } from './plan.ts';
import type { Plannable, Planner } from './port.ts';
import { requirementsIn } from './requirements.ts';
import { refuseUnsupported } from './unsupported.ts';

/** What planners are opened with. */
export interface PlannerOptions {
  readonly supergraphSdl: string;
  /** Which planner to use where both could. */
  readonly wanted?: Planner['name'] | undefined;
  readonly log: Pick<Logger, 'warn'>;
  /** Apollo's planner, where it is open already. */
  readonly apollo?: Planner | undefined;
}

/**
 * The planner written in Rust, or Apollo's where there is no binary for this machine. What is deferred is always planned
 * by Apollo's, which alone can, and so is what the other finds no plan for. What may end the process is planned in
 * another one: operations that select what requires something, and all of a supergraph with interfaces or unions. Of no
 * planner a plan is taken that asks a subgraph for what it does not resolve.
 * Throws ConfigurationRefused for what neither plans rightly.
 */
export function openPlanner({ supergraphSdl, wanted = 'hive', log, apollo: given }: PlannerOptions): Planner {
  refuseUnsupported(supergraphSdl);
  const check = planCheck(supergraphSdl);
  const openApollo = () => checked(given ?? apolloPlanner(supergraphSdl), check);
  const hive = wanted === 'hive' ? hiveIfThere(supergraphSdl, log) : undefined;
  if (!hive) return openApollo();
  // It costs start-up time and memory, and many gateways are never asked to defer.
  const apollo = lazily(openApollo);
  const hasRequirements = requirementsIn(supergraphSdl);
  const apart = checked(hiveApart(supergraphSdl), check);
  const calm = hasAbstractTypes(supergraphSdl) ? apart : checked(hive, check);
  const isForApollo = fragmentsOnInterfaceObjects(supergraphSdl);
  return {
    name: 'hive',
    plan(operation) {
      if (mayDefer(operation)) return apollo().plan(operation);
      const requires = hasRequirements(operation.document);
      if (isForApollo(operation.document)) return planOfEither(operation, { first: apollo, second: () => apart, log });
      return planOfEither(operation, { first: () => (requires ? apart : calm), second: apollo, log });
    },
  };
}

/** Either finds no plan for some operations that the other has one for. */
function planOfEither(
  operation: Plannable,
  { first, second, log }: { first: () => Planner; second: () => Planner; log: PlannerOptions['log'] },
): Plan {
  try {
    return first().plan(operation);
  } catch (error) {
    log.warn({ err: error, operation: operation.operationName }, PHRASES[first().name]);
    return second().plan(operation);
  }
}

const PHRASES = {
  hive: 'the Rust query planner has no plan; asking Apollo’s',
  apollo: 'Apollo’s query planner has no plan; asking the Rust one',
};

function hiveIfThere(supergraphSdl: string, log: Pick<Logger, 'warn'>): Planner | undefined {
  try {
    return hivePlanner(supergraphSdl);
  } catch (error) {
    log.warn({ err: error }, 'the Rust query planner cannot be used here; Apollo’s plans instead, which is slower');
    return undefined;
  }
}

function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
