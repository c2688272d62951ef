import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  print,
} from 'graphql';
import type { Random } from '../random.ts';
import type { Draft } from './document.ts';

/** Arguments for a field: literals, variables, and variables inside of literals. */
export function drawArguments(draft: Draft, args: readonly GraphQLArgument[]): string {
  const given = args.filter((arg) => isRequiredArgument(arg) || draft.random.chance(0.6));
  if (given.length === 0) return '';
  return `(${given.map((arg) => `${arg.name}: ${drawValue(draft, arg.type, arg.defaultValue !== undefined)}`).join(', ')})`;
}

/** Mostly nothing; sometimes `@skip` or `@include`, or both. */
export function drawCondition(draft: Draft): string {
  const { random } = draft;
  const one = () => {
    const value = random.chance(0.25) ? `${random.chance(0.5)}` : drawFlag(draft);
    return random.chance(0.5) ? ['skip', value] : ['include', value];
  };
  if (!random.chance(0.12)) return '';
  const conditions = new Map([one(), ...(random.chance(0.15) ? [one()] : [])] as [string, string][]);
  return [...conditions].map(([name, value]) => ` @${name}(if: ${value})`).join('');
}

/** One of four boolean variables. */
function drawFlag({ random, variables }: Draft): string {
  const name = `if${random.below(4)}`;
  if (!variables.has(name)) {
    const standard = random.chance(0.2) ? `${random.chance(0.5)}` : undefined;
    const value = standard !== undefined && random.chance(0.5) ? undefined : random.chance(0.5);
    variables.set(name, {
      type: standard === undefined || random.chance(0.5) ? 'Boolean!' : 'Boolean',
      standard,
      value,
    });
  }
  return `$${name}`;
}

function drawValue(draft: Draft, type: GraphQLInputType, hasDefault: boolean): string {
  if (draft.random.chance(0.45)) return drawVariable(draft, type, hasDefault);
  if (isNonNullType(type)) return drawPresent(draft, type.ofType);
  return draft.random.chance(0.1) ? 'null' : drawPresent(draft, type);
}

function drawPresent(draft: Draft, type: GraphQLInputType): string {
  const { random } = draft;
  if (isListType(type)) {
    if (random.chance(0.1)) return drawValue(draft, type.ofType, false);
    return `[${Array.from({ length: random.below(3) }, () => drawValue(draft, type.ofType, false)).join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || random.chance(0.5));
    const parts = fields.map((one) => `${one.name}: ${drawValue(draft, one.type, one.defaultValue !== undefined)}`);
    return `{ ${parts.join(', ')} }`;
  }
  return printed(valueFor(random, type), type);
}

const printed = (value: unknown, type: GraphQLInputType): string =>
  'name' in type && type.name === 'Stamp'
    ? printStamp(value)
    : print(astFromValue(value, type) ?? { kind: 'NullValue' as never });

/** A literal of a scalar that takes anything. */
function printStamp(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printStamp).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${printStamp(part)}`)
    .join(', ')} }`;
}

function drawVariable({ random, variables }: Draft, type: GraphQLInputType, hasDefault: boolean): string {
  const name = `v${variables.size}`;
  const required = isNonNullType(type);
  const loose = required ? type.ofType : type;
  const withDefault = random.chance(0.25);
  const mayBeLoose = !required || withDefault || hasDefault;
  const strict = !mayBeLoose || random.chance(0.2);
  const standard = withDefault ? printed(valueFor(random, loose), loose) : undefined;
  const value =
    strict || random.chance(0.7) ? valueFor(random, loose) : !required && random.chance(0.4) ? null : undefined;
  variables.set(name, {
    type: `${loose}${strict ? '!' : ''}`,
    standard,
    value: strict ? (value ?? valueFor(random, loose)) : value,
  });
  return `$${name}`;
}

const STAMPS: readonly unknown[] = ['now', 3, [1, 'x', null], { x: { y: true } }, true];

function valueFor(random: Random, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return valueFor(random, type.ofType);
  if (isListType(type)) return Array.from({ length: random.below(3) }, () => orNull(random, type.ofType));
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || random.chance(0.5));
    return Object.fromEntries(fields.map((field) => [field.name, orNull(random, field.type)]));
  }
  switch (type.name) {
    case 'Int':
      return random.pick([0, 5, -17, 2147483647]);
    case 'Float':
      return random.pick([0, 2, 0.25, -1e10]);
    case 'Boolean':
      return random.chance(0.5);
    case 'Stamp':
      return random.pick(STAMPS);
    default:
      return random.pick(['x', 'a "b" \\c', '12', 'ü\n']);
  }
}

const orNull = (random: Random, type: GraphQLInputType): unknown =>
  !isNonNullType(type) && random.chance(0.15) ? null : valueFor(random, type);
