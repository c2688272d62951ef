import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/** The client's variables, with the operation's defaults for those that decide `@skip` and `@include`. */
export type Flags = Readonly<Record<string, unknown>>;

/** Whether a part of the operation counts, given the variables. No condition: always. */
export type Condition = (flags: Flags) => boolean;

/** The variable by which a directive decides whether something counts; undefined for one that decides nothing. */
export function deciding({ name, arguments: given }: DirectiveNode): string | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}

/** The first variable that decides whether a selection counts. */
export function variableOf(node: ASTNode): string | undefined {
  const directives: readonly DirectiveNode[] = ('directives' in node && node.directives) || [];
  return directives.map(deciding).find((variable) => variable !== undefined);
}

/** Where these variables decide, their values do. */
export const withValues = (document: DocumentNode, values: Readonly<Record<string, boolean>>): DocumentNode =>
  visit(document, {
    [Kind.DIRECTIVE](directive: DirectiveNode) {
      const name = deciding(directive);
      // A client's variable may be called as what every object has.
      if (name === undefined || !Object.hasOwn(values, name)) return undefined;
      const value = values[name] === true;
      const literal = { kind: Kind.BOOLEAN, value } as const;
      const given = directive.arguments?.map((each) => (each.name.value === 'if' ? { ...each, value: literal } : each));
      return { ...directive, arguments: given };
    },
  });

/** The `@skip` and `@include` of a selection as one condition. */
export function conditionOf(directives: readonly DirectiveNode[] | undefined): Condition | undefined {
  let all: Condition | undefined;
  for (const directive of directives ?? []) all = and(all, oneOf(directive));
  return all;
}

/** Both. */
export function and(one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  if (!one || !other) return one ?? other;
  return (flags) => one(flags) && other(flags);
}

/** At least one. */
export function or(one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  if (!one || !other) return undefined;
  return (flags) => one(flags) || other(flags);
}

/** This one, and none of those before it. */
export const butNot = (one: Condition | undefined, earlier: readonly Condition[]): Condition | undefined =>
  earlier.length === 0 ? one : (flags) => (!one || one(flags)) && !earlier.some((condition) => condition(flags));

/** A variable by name, or its negation. */
export const whenTrue =
  (variable: string): Condition =>
  (flags) =>
    flags[variable] === true;
export const whenFalse =
  (variable: string): Condition =>
  (flags) =>
    flags[variable] !== true;

const always: Condition = () => true;
const never: Condition = () => false;

function oneOf({ name, arguments: given }: DirectiveNode): Condition | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const wanted = name.value === 'include';
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  if (value?.kind === 'Variable') return wanted ? whenTrue(value.name.value) : whenFalse(value.name.value);
  const isTrue = value?.kind === 'BooleanValue' && value.value;
  return isTrue === wanted ? always : never;
}
