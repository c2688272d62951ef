/** A random supergraph before it is written down: what each subgraph has, and who may be asked for what. */
export interface World {
  readonly seed: number;
  readonly subgraphs: readonly string[];
  readonly enums: readonly Enum[];
  readonly inputs: readonly Input[];
  readonly objects: Map<string, ObjectType>;
  readonly abstracts: Map<string, AbstractType>;
  /** Entity types by their index: the number of an entity, modulo their count, tells its type. */
  readonly entities: ObjectType[];
}

/** How a subgraph has a field. */
export type Role =
  /** It resolves it. */
  | 'own'
  /** It is given it in representations, or gives it where a field `@provides` it. */
  | 'external'
  /** Another subgraph took it over with `@override`. */
  | 'overridden';

/** A field of an object type, the same in every subgraph that has it. */
export interface Field {
  readonly name: string;
  /** As GraphQL text. */
  readonly type: string;
  readonly args: readonly Argument[];
  readonly in: Map<string, Role>;
  /** Whether its value tells which entity it belongs to. */
  readonly key: boolean;
  /** Never fails: it is part of a key or of what others require. */
  calm: boolean;
  /** By subgraph: what its value is made of there. */
  readonly requires: Map<string, string>;
  /** By subgraph: what of its value is given with it. */
  readonly provides: Map<string, string>;
  /** By subgraph: which subgraph it was taken from. */
  readonly override: Map<string, string>;
  inaccessible: boolean;
}

export interface Argument {
  readonly name: string;
  readonly type: string;
  readonly standard?: string | undefined;
}

export interface Key {
  readonly selection: string;
  readonly resolvable: boolean;
}

export interface ObjectType {
  readonly kind: 'entity' | 'value' | 'root';
  readonly name: string;
  /** Of an entity: its place in `World.entities`. */
  readonly index: number;
  readonly in: Set<string>;
  readonly keys: Map<string, Key[]>;
  readonly fields: Map<string, Field>;
  /** Subgraphs that do not know all of its entities: they answer null or an error for some. */
  readonly gaps: Set<string>;
}

export interface AbstractType {
  readonly kind: 'interface' | 'union';
  readonly name: string;
  /** By subgraph: the object types that belong to it there. Empty where it is an `@interfaceObject`. */
  readonly members: Map<string, string[]>;
  /** By subgraph: which fields it declares there. */
  readonly declares: Map<string, string[]>;
  /** The subgraph that knows of it as an interface with a key. */
  readonly home?: string | undefined;
  /** The subgraph that sees one object type in it. */
  readonly objectIn?: string | undefined;
  /** What that subgraph adds to every member. */
  readonly added: Map<string, Field>;
}

export interface Enum {
  readonly name: string;
  readonly values: readonly string[];
  /** One that clients are not to see. */
  readonly secret?: string | undefined;
}

export interface Input {
  readonly name: string;
  readonly fields: readonly Argument[];
}

/** The name in a type reference, without lists and exclamation marks. */
export const baseOf = (type: string): string => type.replaceAll(/[[\]!]/g, '');

/** Every object type that can be what the name says, anywhere. */
export function membersOf(world: World, name: string): string[] {
  const abstract = world.abstracts.get(name);
  return abstract ? [...new Set([...abstract.members.values()].flat())] : [name];
}

/** Every object type that can be what the name says in one subgraph. */
export function membersIn(world: World, name: string, subgraph: string): string[] {
  const abstract = world.abstracts.get(name);
  if (!abstract) return world.objects.get(name)?.in.has(subgraph) ? [name] : [];
  if (abstract.objectIn === subgraph) return membersOf(world, name);
  return abstract.members.get(subgraph) ?? [];
}

/** A field of an object type, what an `@interfaceObject` adds included. */
export function fieldOf(world: World, type: string, name: string): Field | undefined {
  const own = world.objects.get(type)?.fields.get(name);
  if (own) return own;
  for (const abstract of world.abstracts.values()) {
    const added = abstract.added.get(name);
    if (added && (abstract.name === type || membersOf(world, abstract.name).includes(type))) return added;
  }
  return undefined;
}

/** The subgraphs that resolve a field. */
export const ownersOf = (field: Field): string[] =>
  [...field.in].filter(([, role]) => role === 'own').map(([subgraph]) => subgraph);
