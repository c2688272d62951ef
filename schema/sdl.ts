import { readFileSync } from 'node:fs';

/** The domains that make up the supergraph, in the order in which they start. */
export const domains = ['users', 'businesses', 'inventory', 'payments', 'orders', 'delivery', 'ratings'] as const;

export type Domain = (typeof domains)[number];

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** A domain's whole SDL: the common value types and the @auth directive, then what it says itself. */
export const sdlOf = (domain: Domain): string => `${read('./common.graphql')}\n${read(`./${domain}.graphql`)}`;

/** The composed supergraph, as committed. */
export const supergraphSdl = (): string => read('./supergraph.graphql');
