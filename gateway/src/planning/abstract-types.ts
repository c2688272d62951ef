import { Kind, parse } from 'graphql';

/** Whether a supergraph has interfaces or unions, on some of whose operations the Rust planner panics. */
export const hasAbstractTypes = (supergraphSdl: string): boolean =>
  parse(supergraphSdl, { noLocation: true }).definitions.some(
    ({ kind }) => kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.UNION_TYPE_DEFINITION,
  );
