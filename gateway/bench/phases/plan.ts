import type { Contender } from '../gateways/contender.ts';
import type { Cell } from '../run/contest.ts';
import type { Options } from '../run/options.ts';
import type { Group, Scenario } from '../worlds/scenario.ts';

/** A run: who is measured in what. */
export interface Plan {
  readonly contenders: readonly Contender[];
  readonly options: Options;
  readonly redisUrl: string;
  /** Calls the run off; what was started is stopped. */
  readonly signal: AbortSignal;
  /** Told of every scenario that is through. */
  readonly onCells: (cells: readonly Cell[]) => void;
}

const groups: readonly Group[] = ['gateway-only', 'own-graph', 'end-to-end'];
const scenarioNames = [
  'small',
  'unique',
  'wide',
  'wide-unique',
  'never-seen',
  'feed',
  'menu',
  'cart',
  'order',
  'orders',
];
const ofOwnGraph = new Set(scenarioNames.slice(5));
/** What `--only` knows beside gateways. */
export const selectable: readonly string[] = [...groups, ...scenarioNames];

/** Whether anything of a group is wanted. */
export const wantsGroup = ({ only, quick }: Options, group: Group): boolean => {
  const named = only.filter((name) => selectable.includes(name));
  if (named.length === 0) return !quick || group === 'gateway-only';
  if (named.some((name) => groups.includes(name as Group))) return named.includes(group);
  return named.some((name) => ofOwnGraph.has(name) === (group !== 'gateway-only'));
};

/** The scenarios that are wanted. */
export const wanted = ({ only, quick }: Options, scenarios: readonly Scenario[]): Scenario[] => {
  const named = only.filter((name) => scenarioNames.includes(name));
  return scenarios.filter(({ name }) => {
    const [base = name, signedIn] = name.split(', ');
    return (named.length === 0 || named.includes(base)) && !(quick && signedIn);
  });
};
