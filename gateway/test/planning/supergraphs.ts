import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@external", "@provides", "@shareable", "@interfaceObject", "@override", "@context", "@fromContext", "@authenticated"])
`;

/** Composes subgraphs of Federation 2. */
export function compose(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.internal`,
      typeDefs: parse(head + sdl),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

/** Parcels, their warehouses and what is measured of them: every kind of node a plan can have. */
export const parcels = compose({
  parcels: `
    type Query { parcel(id: ID!): Parcel parcels: [Parcel!]! thing: Thing node: Node media: [Media] }
    type Mutation { send(id: ID!): Parcel close: Int }
    type Subscription { moved(id: ID!): Parcel! }
    type Parcel implements Node @key(fields: "id") { id: ID! name: String size(unit: String): Int inside: [Parcel!] }
    type Place implements Node @key(fields: "id at { x }") { id: ID! at: At name: String }
    type At { x: Int }
    union Thing = Parcel | Place
    interface Node { id: ID! }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
  `,
  scales: `
    type Query { scales: Int }
    type Mutation { calibrate: Int }
    type Parcel @key(fields: "id") {
      id: ID!
      size(unit: String): Int @external
      weight: Int @requires(fields: "size(unit: \\"cm\\")")
      place: Place
    }
    type Place @key(fields: "id at { x }") { id: ID! at: At cost(per: Int): Int }
    type At { x: Int }
    type Media @interfaceObject @key(fields: "id") { id: ID! reviews: [String] }
  `,
});
