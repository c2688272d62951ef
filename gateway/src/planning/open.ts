import type { Logger } from '@app/kernel/log';
import { apolloPlanner } from './apollo.ts';
import { type Check, checked, planCheck } from './checked.ts';
import { mayDefer } from './defer.ts';
import { hivePlanner } from './hive.ts';
import { hiveApart } from './hive-apart.ts';
import { conditionsBesideInterfaceObjects, fragmentsOnInterfaceObjects } from './interface-objects.ts';
import { perilsIn } from './perils.ts';
import type { Plan } from './plan.ts';
import type { Plannable, Planner } from './port.ts';
import { type CompleteCheck, completeCheck } from './unasked.ts';
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
 * another one (`perils.ts`). Of no planner a plan is taken that asks a subgraph for what it does not resolve, or nobody
 * for what is selected. Throws ConfigurationRefused for what neither plans rightly.
 */
export function openPlanner({ supergraphSdl, wanted = 'hive', log, apollo: given }: PlannerOptions): Planner {
  refuseUnsupported(supergraphSdl);
  const faultOf = planCheck(supergraphSdl);
  const checkWith =
    (lackOf: CompleteCheck): Check =>
    (plan, operation) =>
      faultOf(plan) ?? lackOf(plan, operation);
  const check = checkWith(completeCheck(supergraphSdl));
  const openApollo = () => checked(given ?? apolloPlanner(supergraphSdl), check);
  const hive = wanted === 'hive' ? hiveIfThere(supergraphSdl, log) : undefined;
  if (!hive) return openApollo();
  // It costs start-up time and memory, and many gateways are never asked to defer.
  const apollo = lazily(openApollo);
  const perilOf = perilsIn(supergraphSdl);
  const near = checked(hive, check);
  const apart = checked(hiveApart(supergraphSdl), check);
  const isForApollo = fragmentsOnInterfaceObjects(supergraphSdl);
  const isConditional = conditionsBesideInterfaceObjects(supergraphSdl);
  // It is known to lose such fragments: none is believed to be for nobody.
  const strictly = lazily(() =>
    checked(hiveApart(supergraphSdl), checkWith(completeCheck(supergraphSdl, { ofAll: true }))),
  );
  return {
    name: 'hive',
    plan(operation) {
      // Where there is none, one is made for each value of the variables.
      if (mayDefer(operation) || isConditional(operation)) return apollo().plan(operation);
      if (isForApollo(operation.document)) return planOfEither(operation, { first: apollo, second: strictly, log });
      const peril = perilOf(operation.document);
      if (peril === 'endless') return planOfEither(operation, { first: apollo, second: () => apart, log });
      return planOfEither(operation, { first: () => (peril ? apart : near), second: apollo, log });
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
