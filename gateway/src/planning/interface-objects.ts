import { type DocumentNode, Kind, visit } from 'graphql';
import { argumentsOf, definitionsOf, hasFields } from '../supergraph/definitions.ts';

/**
 * Tells operations with fragments on types, where a subgraph sees an interface as one object (`@interfaceObject`). The
 * Rust planner (0.0.38) loses what such fragments select where that subgraph is asked in between, or panics, which ends the
 * process; Apollo's does neither.
 */
export function fragmentsOnInterfaceObjects(supergraphSdl: string): (operation: DocumentNode) => boolean {
  if (!hasInterfaceObject(supergraphSdl)) return () => false;
  return hasFragmentsOnTypes;
}

/**
 * Tells operations with `@skip` or `@include`, where a subgraph sees an interface as one object. The Rust planner (0.0.38)
 * may ask it, for what stands in a fragment with a condition, of one of the interface's types and not of the others.
 */
export function conditionsBesideInterfaceObjects(supergraphSdl: string): (operation: { text: string }) => boolean {
  if (!hasInterfaceObject(supergraphSdl)) return () => false;
  return ({ text }) => /@(skip|include)\b/.test(text);
}

/** Whether anything is selected of one type among others. */
export function hasFragmentsOnTypes(operation: DocumentNode): boolean {
  let found = false;
  const meet = ({ typeCondition }: { readonly typeCondition?: object | undefined }) => {
    found ||= typeCondition !== undefined;
  };
  visit(operation, { [Kind.INLINE_FRAGMENT]: meet, [Kind.FRAGMENT_DEFINITION]: meet });
  return found;
}

const hasInterfaceObject = (supergraphSdl: string): boolean =>
  definitionsOf(supergraphSdl)
    .filter(hasFields)
    .some((definition) => argumentsOf(definition, 'join__type').some((given) => given.isInterfaceObject === true));
