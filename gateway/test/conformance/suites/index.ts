import type { Suite } from '../suite.ts';
import { aliases } from './aliases.ts';
import { batches } from './batches.ts';
import { byHolder } from './by-holder.ts';
import { clashes } from './clashes.ts';
import { conditionalRequires, requiredObjects } from './conditional-requires.ts';
import { conditions } from './conditions.ts';
import { defers } from './defers.ts';
import { directives } from './directives.ts';
import { entityCalls } from './entity-calls.ts';
import { errors } from './errors.ts';
import { extensions } from './extensions.ts';
import { fragments } from './fragments.ts';
import { inaccessible } from './inaccessible.ts';
import { interfaceObjectFields } from './interface-object-fields.ts';
import { interfaceObjectFragments } from './interface-object-fragments.ts';
import { interfaceObjectReferences } from './interface-object-references.ts';
import { interfaceObjects } from './interface-objects.ts';
import { interfaces } from './interfaces.ts';
import { intersections } from './intersections.ts';
import { introspection } from './introspection.ts';
import { keyChains } from './key-chains.ts';
import { listKeys } from './list-keys.ts';
import { manyKeys } from './many-keys.ts';
import { mismatches } from './mismatches.ts';
import { mutations } from './mutations.ts';
import { nestedFragments } from './nested-fragments.ts';
import { nodes } from './nodes.ts';
import { nullKeys } from './null-keys.ts';
import { nulls } from './nulls.ts';
import { outages } from './outages.ts';
import { overrides } from './overrides.ts';
import { parentCalls } from './parent-calls.ts';
import { passedOn } from './passed-on.ts';
import { provides } from './provides.ts';
import { requires } from './requires.ts';
import { requiresAbstract } from './requires-abstract.ts';
import { requiresArguments } from './requires-arguments.ts';
import { requiresKeys } from './requires-keys.ts';
import { requiresRounds } from './requires-rounds.ts';
import { sharedRoot } from './shared-root.ts';
import { subscriptions } from './subscriptions.ts';
import { typenames } from './typenames.ts';
import { unions } from './unions.ts';
import { unusableValues } from './unusable-values.ts';
import { values } from './values.ts';
import { variables } from './variables.ts';

/** Every suite. A new file is one more row here. */
export const suites: readonly Suite[] = [
  interfaceObjectFields,
  interfaceObjectFragments,
  conditionalRequires,
  requiredObjects,
  clashes,
  aliases,
  batches,
  byHolder,
  conditions,
  defers,
  directives,
  entityCalls,
  errors,
  ...extensions,
  fragments,
  inaccessible,
  interfaceObjectReferences,
  interfaceObjects,
  interfaces,
  intersections,
  introspection,
  keyChains,
  listKeys,
  manyKeys,
  mismatches,
  mutations,
  nestedFragments,
  nodes,
  nullKeys,
  nulls,
  outages,
  overrides,
  parentCalls,
  passedOn,
  provides,
  requiresAbstract,
  requiresArguments,
  requiresKeys,
  requiresRounds,
  requires,
  sharedRoot,
  subscriptions,
  typenames,
  unions,
  unusableValues,
  values,
  variables,
];
