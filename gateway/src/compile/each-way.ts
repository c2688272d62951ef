import { type DirectiveNode, type DocumentNode, Kind, type OperationDefinitionNode, print, visit } from 'graphql';
import { fetchDocument } from '../planning/fetch-documents.ts';
import { hasFragmentsOnTypes } from '../planning/interface-objects.ts';
import { either, fetchesIn, namesIn } from '../planning/nodes.ts';
import type { Plan, PlanNode } from '../planning/plan.ts';
import type { Plannable, Planner } from '../planning/port.ts';
import { deciding, variableOf, withValues } from './conditions.ts';
import { lostCondition } from './lost-conditions.ts';
import { mixedCondition } from './mixed-conditions.ts';
import { plannable } from './plannable.ts';
import { rootsOnce } from './root-fields.ts';
import { stackedCondition } from './stacked-conditions.ts';
import type { Types } from './types.ts';

/** Each doubles the plans that are made of an operation. */
const MAX_VARIABLES = 4;

/** What an operation is planned with. */
export interface Planning {
  readonly planner: Planner;
  readonly types: Types;
  readonly operation: OperationDefinitionNode;
}

/**
 * The plan of an operation, or one for each value of a variable. Planners put fetches of the same entities together,
 * such as one that asks `@include(if: $x)` for a field that requires another and one that asks for anything else. What is
 * required is then fetched only if `$x`, while the common fetch always needs it: where `$x` is false, nobody would be
 * asked. For some of these they find no plan at all. Nor do they say under which conditions a part is deferred. Throws when there is none either way.
 */
export function planEachWay(planning: Planning, asked: Plannable, depth = 0): Plan {
  if (planning.operation.operation !== 'mutation') return planOrDecide(planning, asked, depth);
  const once = rootsOnce(asked.document, planning.operation);
  if ('document' in once) {
    const { document } = once;
    return planOrDecide(
      planning,
      document === asked.document ? asked : { ...asked, document, text: print(document) },
      depth,
    );
  }
  if (depth === MAX_VARIABLES) throw new Error('A field of this mutation is selected under too many conditions.');
  return eitherWay(planning, { asked, variable: once.variable, depth });
}

function planOrDecide(planning: Planning, asked: Plannable, depth: number): Plan {
  const { planner, operation } = planning;
  const decided = (variable: string) => eitherWay(planning, { asked, variable, depth });
  const above = asked.defer && asked.text.includes('@defer') ? anyCondition(asked.document) : undefined;
  if (above !== undefined && depth === MAX_VARIABLES) throw new Error('Parts are deferred under too many conditions.');
  if (above !== undefined) return decided(above);
  // Of a subscription, whose variables stay as they are, they are decided before (`live/decided.ts`).
  const mayDecide = depth < MAX_VARIABLES && operation.operation !== 'subscription' && CONDITION.test(asked.text);
  if (!mayDecide) return planner.plan(asked);
  const found = planOrVariable(planning, asked);
  return typeof found === 'string' ? decided(found) : found;
}

/** A plan that is right whatever the variables are, or one of them to make a plan for each value of. */
function planOrVariable({ planner, types }: Planning, asked: Plannable): Plan | string {
  const stacked = stackedCondition(asked.document);
  if (stacked !== undefined) return stacked;
  let plan: Plan;
  try {
    plan = planner.plan(asked);
  } catch (error) {
    const variable = anyCondition(asked.document);
    if (variable === undefined) throw error;
    return variable;
  }
  const mixed = hasFragmentsOnTypes(asked.document) ? mixedCondition(plan) : undefined;
  return mixed ?? lostCondition(asked.document, plan) ?? decidingRequired(plan, types) ?? plan;
}

const CONDITION = /@(skip|include)\b/;

function eitherWay(
  planning: Planning,
  { asked, variable, depth }: { readonly asked: Plannable; readonly variable: string; readonly depth: number },
): Plan {
  const where = (value: boolean): PlanNode | undefined => {
    const document = plannable(withValues(asked.document, { [variable]: value }), planning.operation);
    return document && planEachWay(planning, { ...asked, document, text: print(document) }, depth + 1).node;
  };
  return { node: either(variable, where(true), where(false)) };
}

/** A variable on which it depends whether something is fetched that a later fetch requires (as of `@requires`). */
function decidingRequired({ node }: Plan, types: Types): string | undefined {
  const fetches = fetchesIn(node);
  const lists = fetches.flatMap((fetch) => (fetch.kind === 'Entities' ? fetch.lists : []));
  const wanted = new Set(lists.flatMap(({ requires }) => requires.flatMap(namesIn)).filter(types.isRequired));
  if (wanted.size === 0) return undefined;
  for (const { text } of fetches.map(({ operation }) => operation)) {
    const isWanted = (name: string) => wanted.has(name);
    const found = CONDITION.test(text) ? conditionIn(fetchDocument(text), isWanted) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function anyCondition(document: DocumentNode): string | undefined {
  let found: string | undefined;
  visit(document, {
    [Kind.DIRECTIVE](directive: DirectiveNode) {
      found ??= deciding(directive);
    },
  });
  return found;
}

/** The variable nearest to the first of these fields that stands below a condition. */
function conditionIn(document: DocumentNode, isWanted: (name: string) => boolean): string | undefined {
  const above: (string | undefined)[] = [];
  let found: string | undefined;
  visit(document, {
    enter(node) {
      above.push(variableOf(node));
      if (node.kind === Kind.FIELD && isWanted((node.alias ?? node.name).value))
        found ??= above.findLast((variable) => variable !== undefined);
    },
    leave: () => void above.pop(),
  });
  return found;
}
