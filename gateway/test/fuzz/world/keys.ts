import type { Random } from '../random.ts';
import { type Field, type Key, type ObjectType, ownersOf, type World } from './model.ts';
import { objectType } from './outline.ts';

/** What keys are made of; the value of each tells the entity's number. */
const KEY_FIELDS: Readonly<Record<string, string>> = {
  id: 'ID!',
  sku: 'String!',
  code: 'Int!',
  half: 'Int!',
  other: 'String!',
  ref: 'Ref!',
};

const SHAPES = ['id', 'id', 'sku', 'code', 'half other', 'id sku', 'ref { uid }', 'code ref { uid }'];

/** Gives every entity one to three keys, and every subgraph that has it at least one of them. */
export function drawKeys(world: World, random: Random): void {
  for (const entity of world.entities) drawKeysOf(world, random, entity);
  drawPeers(world, random);
  const keyed = world.abstracts.get('J0');
  if (keyed) for (const name of keyed.members.get(keyed.home ?? '') ?? []) addHomeKey(world, name, keyed.home ?? '');
}

function drawKeysOf(world: World, random: Random, entity: ObjectType): void {
  const first = random.chance(0.75) ? 'id' : random.pick(SHAPES);
  const shapes = [...new Set([first, ...random.some(SHAPES, 0).slice(0, 2)])];
  const uniform = random.chance(0.55);
  for (const subgraph of entity.in) {
    const chosen = uniform ? [first] : random.some(shapes, 1);
    for (const selection of chosen) addKey(world, entity, { subgraph, key: { selection, resolvable: true } });
  }
  drawStubs(world, random, { entity, selection: first });
}

/** Subgraphs that can be asked for an entity by one of its keys. */
export const askable = ({ keys }: ObjectType): string[] =>
  [...keys].filter(([, known]) => known.some((key) => key.resolvable)).map(([subgraph]) => subgraph);

/** Subgraphs that can name an entity, and know nothing else of it. */
function drawStubs(world: World, random: Random, { entity, selection }: { entity: ObjectType; selection: string }) {
  const objectIn = [...world.abstracts.values()].map((abstract) => abstract.objectIn);
  const given = [...entity.keys.values()].flat().some((key) => key.selection === selection);
  for (const subgraph of world.subgraphs) {
    if (!given || entity.in.has(subgraph) || objectIn.includes(subgraph) || !random.chance(0.2)) continue;
    entity.in.add(subgraph);
    addKey(world, entity, { subgraph, key: { selection, resolvable: false } });
  }
}

/** A key through another entity of the same subgraph. */
function drawPeers(world: World, random: Random): void {
  for (const entity of world.entities) {
    const peer = random.pick(world.entities);
    if (peer === entity || entity.fields.has('peer') || !random.chance(0.15)) continue;
    for (const [subgraph, keys] of entity.keys) {
      const named = peer.keys.get(subgraph)?.some((key) => key.selection === 'id');
      if (!named || !keys.every((key) => key.resolvable)) continue;
      addKey(world, entity, { subgraph, key: { selection: 'peer { id }', resolvable: true }, peer: peer.name });
    }
  }
}

function addHomeKey(world: World, name: string, home: string): void {
  const entity = world.objects.get(name);
  if (entity) addKey(world, entity, { subgraph: home, key: { selection: 'id', resolvable: true } });
}

function addKey(world: World, entity: ObjectType, given: { subgraph: string; key: Key; peer?: string }): void {
  const { subgraph, key, peer } = given;
  const keys = (entity.keys.get(subgraph) ?? []).filter(({ selection }) => selection !== key.selection);
  entity.keys.set(subgraph, [...keys, key]);
  for (const name of key.selection.replaceAll(/\{[^}]*\}/g, '').match(/\w+/g) ?? []) {
    const field = entity.fields.get(name) ?? keyField(name, name === 'peer' ? `${peer}!` : `${KEY_FIELDS[name]}`);
    field.in.set(subgraph, 'own');
    entity.fields.set(name, field);
    if (name === 'ref') addRef(world, subgraph);
  }
}

function addRef(world: World, subgraph: string): void {
  const ref = world.objects.get('Ref') ?? objectType({ kind: 'value', name: 'Ref', index: 0 }, []);
  ref.in.add(subgraph);
  const uid = ref.fields.get('uid') ?? keyField('uid', 'ID!');
  uid.in.set(subgraph, 'own');
  ref.fields.set('uid', uid);
  world.objects.set('Ref', ref);
}

const keyField = (name: string, type: string): Field => ({
  name,
  type,
  args: [],
  in: new Map(),
  key: true,
  calm: true,
  requires: new Map(),
  provides: new Map(),
  override: new Map(),
  inaccessible: false,
});

/** Whether all keys of an entity are the same one, wherever it is. */
export function hasOneKey(entity: ObjectType): boolean {
  const selections = new Set([...entity.keys.values()].flat().map((key) => key.selection));
  return selections.size === 1 && ![...selections].some((selection) => selection.includes('{'));
}

/** Whether another subgraph than this one resolves a field of this name, for `@shareable`. */
export const isShared = (field: Field): boolean => ownersOf(field).length > 1 || field.in.size > 1;
