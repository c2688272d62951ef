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
    ofType = byType.get(name) ?? ofTypeWith(represent.keysOf(name));
    byType.set(name, ofType);
    return ofType;
  }

  return (entity) => {
    const { key, others, indexes } = typed(entity.__typename);
    if (key === undefined) return written(entity);
    const value = entity[key];
    const known = indexes.get(value);
    if (known !== undefined && agree(examples[known], entity, others)) return known;
    const index = written(entity);
    if (known === undefined && (index >= 0 || others.length === 0)) indexes.set(value, index);
    return index;
  };
}

/** What tells entities of a type apart, where plain fields do, and the index of the first entity by value of one of them. */
interface OfType {
  readonly key: string | undefined;
  readonly others: readonly string[];
  readonly indexes: Map<unknown, number>;
}

const ofTypeWith = ([key, ...others]: readonly string[] = []): OfType => ({ key, others, indexes: new Map() });

function agree(one: Fetched | undefined, other: Fetched, names: readonly string[]): boolean {
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    if (one?.[name] !== other[name]) return false;
  }
  return true;
}
