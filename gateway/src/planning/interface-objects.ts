import { type DirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql';

/**
 * Tells operations with fragments on types, where a subgraph sees an interface as one object (`@interfaceObject`). The
 * Rust planner (0.0.38) loses what such fragments select where that subgraph is asked in between, or panics, which ends the
 * process; Apollo's does neither.
 */
export function fragmentsOnInterfaceObjects(supergraphSdl: string): (operation: DocumentNode) => boolean {
  if (!hasInterfaceObject(supergraphSdl)) return () => false;
  return hasFragmentsOnTypes;
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

function hasInterfaceObject(supergraphSdl: string): boolean {
  let found = false;
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.DIRECTIVE]({ name, arguments: given }: DirectiveNode) {
      if (name.value !== 'join__type') return;
      found ||= given?.some((each) => each.name.value === 'isInterfaceObject' && isTrue(each.value)) === true;
    },
  });
  return found;
}

const isTrue = (value: { readonly kind: string; readonly value?: unknown }): boolean =>
  value.kind === Kind.BOOLEAN && value.value === true;
