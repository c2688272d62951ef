import {
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { Random } from '../random.ts';
import { drawArguments, drawCondition } from './inputs.ts';

/** What a document is made of while it is drawn. */
export interface Draft {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  /** Whether every field gets a name of its own, so that no two can be in each other's way. */
  readonly unique: boolean;
  readonly variables: Map<string, { type: string; standard?: string | undefined; value?: unknown }>;
  readonly fragments: Map<string, { on: GraphQLCompositeType; text: string }>;
  /** How many more selections there may be. */
  left: number;
  names: number;
}

/** How a document is drawn. */
interface How {
  readonly unique: boolean;
  /** Whether it is a subscription. */
  readonly live: boolean;
}

/** The text of an operation, and values for its variables. */
export function drawDocument(schema: GraphQLSchema, random: Random, { unique, live }: How) {
  const draft: Draft = {
    schema,
    random,
    unique,
    variables: new Map(),
    fragments: new Map(),
    left: 4 + random.below(30),
    names: 0,
  };
  const { kind, body } = live ? drawFollowing(draft) : drawAsking(draft);
  const defined = [...draft.variables].map(
    ([name, { type, standard }]) => `$${name}: ${type}${standard === undefined ? '' : ` = ${standard}`}`,
  );
  const head = `${kind} Case${defined.length > 0 ? `(${defined.join(', ')})` : ''}`;
  const text = [`${head} ${body}`, ...[...draft.fragments.values()].map((fragment) => fragment.text)].join('\n');
  const given = [...draft.variables].filter(([, variable]) => variable.value !== undefined);
  return { text, variables: Object.fromEntries(given.map(([name, { value }]) => [name, value])) };
}

function drawAsking(draft: Draft): { kind: string; body: string } {
  const { schema, random } = draft;
  const mutation = schema.getMutationType();
  const root = mutation && random.chance(0.15) ? mutation : schema.getQueryType();
  if (!root) throw new Error('the schema has no queries');
  return { kind: root === mutation ? 'mutation' : 'query', body: drawSelections(draft, root, 5) };
}

/** One field, without a condition. */
function drawFollowing(draft: Draft): { kind: string; body: string } {
  const root = draft.schema.getSubscriptionType();
  if (!root) throw new Error('the schema has no subscriptions');
  const field = drawField(draft, draft.random.pick(Object.values(root.getFields())), { depth: 5, always: true });
  const within = draft.random.chance(0.1) ? `... on ${root.name} { ${field} }` : field;
  return { kind: 'subscription', body: `{ ${within} }` };
}

function drawSelections(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const { random } = draft;
  const parts: string[] = [];
  for (let many = random.pick([1, 2, 2, 3, 3, 4, 5]); many > 0; many--) {
    if (draft.left <= 0 && parts.length > 0) break;
    draft.left--;
    parts.push(drawSelection(draft, type, depth));
  }
  return `{ ${parts.join(' ')} }`;
}

function drawSelection(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const { random } = draft;
  const fragments = isAbstractType(type) ? 0.45 : 0.15;
  const roll = random.next();
  if (depth > 0 && roll < fragments) return drawFragment(draft, type, depth - 0.5);
  if (roll > 0.93 || !('getFields' in type)) return drawTypename(draft);
  const fields = Object.values(type.getFields()).filter(
    (field) => depth >= 1 || !isCompositeType(getNamedType(field.type)),
  );
  const composite = fields.filter((field) => isCompositeType(getNamedType(field.type)));
  if (fields.length === 0) return drawTypename(draft);
  return drawField(draft, random.pick(composite.length > 0 && random.chance(0.4) ? composite : fields), { depth });
}

const drawTypename = (draft: Draft): string =>
  `${draft.random.chance(0.3) ? `${draft.random.pick(['kind', 'a'])}: ` : ''}__typename${drawCondition(draft)}`;

const NAMES = ['a', 'b', 'c', 'f0', 'id'];

function drawField(
  draft: Draft,
  field: GraphQLField<unknown, unknown>,
  { depth, always = false }: { readonly depth: number; readonly always?: boolean },
): string {
  const { random, unique } = draft;
  const own = unique || (field.args.length > 0 && random.chance(0.7));
  const alias = own ? `n${draft.names++}: ` : random.chance(0.15) ? `${random.pick(NAMES)}: ` : '';
  const head = `${alias}${field.name}${drawArguments(draft, field.args)}${always ? '' : drawCondition(draft)}`;
  const type = getNamedType(field.type);
  return isCompositeType(type) ? `${head} ${drawSelections(draft, type, depth - 1)}` : head;
}

function drawFragment(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const { random, fragments } = draft;
  if (random.chance(0.1)) return `...${drawCondition(draft)} ${drawSelections(draft, type, depth)}`;
  if (isAbstractType(type) && random.chance(0.25)) return drawTypeByType(draft, type, depth);
  const known = [...fragments].filter(([, fragment]) => fragment.text && overlap(draft.schema, type, fragment.on));
  if (known.length > 0 && random.chance(0.3)) return `...${random.pick(known)[0]}${drawCondition(draft)}`;
  const on = random.pick(overlapping(draft.schema, type));
  if (random.chance(0.7)) return `... on ${on.name}${drawCondition(draft)} ${drawSelections(draft, on, depth)}`;
  const name = `F${fragments.size}`;
  fragments.set(name, { on, text: '' });
  fragments.set(name, { on, text: `fragment ${name} on ${on.name} ${drawSelections(draft, on, depth)}` });
  return `...${name}${drawCondition(draft)}`;
}

/** Something else of one field for each type that has it: what is fetched below it depends on what holds it. */
function drawTypeByType(draft: Draft, type: GraphQLAbstractType, depth: number): string {
  const { random } = draft;
  const members = possibleTypes(draft.schema, type);
  const objects = members.flatMap((member) =>
    Object.values(member.getFields()).filter((field) => isCompositeType(getNamedType(field.type))),
  );
  if (objects.length === 0 || depth < 1) return drawTypename(draft);
  const { name } = random.pick(objects);
  return members
    .flatMap((member) => {
      const field = member.getFields()[name];
      return field ? `... on ${member.name}${drawCondition(draft)} { ${drawField(draft, field, { depth })} }` : [];
    })
    .join(' ');
}

function overlapping(schema: GraphQLSchema, type: GraphQLCompositeType): GraphQLCompositeType[] {
  const others = Object.values(schema.getTypeMap()).filter(
    (other): other is GraphQLCompositeType =>
      isCompositeType(other) && !other.name.startsWith('__') && overlap(schema, type, other),
  );
  return isAbstractType(type) ? others : [type, ...others];
}

const overlap = (schema: GraphQLSchema, one: GraphQLCompositeType, other: GraphQLCompositeType): boolean => {
  const possible = possibleTypes(schema, other);
  return possibleTypes(schema, one).some((type) => possible.includes(type));
};

const possibleTypes = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  isObjectType(type) ? [type] : schema.getPossibleTypes(type);
