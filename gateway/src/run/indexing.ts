import type { Flags } from '../compile/conditions.ts';
import type { Representer } from '../compile/representation.ts';
import type { Fetched } from './state.ts';

/** Each representation once, and an entity it was made of. */
export interface Represented {
  readonly texts: string[];
  readonly examples: Fetched[];
}

/** The index of an entity's representation; -1 when it has none. Most are told apart without writing them. */
export function indexing(
  represent: Representer,
  { texts, examples }: Represented,
  flags: Flags,
): (entity: Fetched) => number {
  const byText = new Map<string, number>();
  const byType = new Map<unknown, OfType>();
  // Most lists are of one type.
  let typeName: unknown;
  let ofType: OfType | undefined;

  function written(entity: Fetched): number {
    const text = represent.text(entity, flags);
    if (text === undefined) return -1;
    let index = byText.get(text);
    if (index === undefined) {
      index = texts.length;
      byText.set(text, index);
      texts.push(text);
      examples.push(entity);
    }
    return index;
  }

  function typed(name: unknown): OfType {
    if (ofType && name === typeName) return ofType;
    typeName = name;
    ofType = byType.get(name) ?? { key: represent.keyOf(name), indexes: new Map() };
    byType.set(name, ofType);
    return ofType;
  }

  return (entity) => {
    const { key, indexes } = typed(entity.__typename);
    if (key === undefined) return written(entity);
    const value = entity[key];
    let index = indexes.get(value);
    if (index === undefined) {
      index = written(entity);
      indexes.set(value, index);
    }
    return index;
  };
}

/** What tells entities of a type apart, where it is one field, and the index of each of its values. */
interface OfType {
  readonly key: string | undefined;
  readonly indexes: Map<unknown, number>;
}
