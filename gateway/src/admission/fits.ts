import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLScalarType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
} from 'graphql';

/** Whether a value is surely of a type. What it says no to may be right all the same: graphql-js knows. */
export type Fits = (value: unknown) => boolean;

const isPresent: Fits = (value) => value !== undefined && value !== null;

/** What scalars of the specification take as it is. */
const SCALARS: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['Int', (value) => typeof value === 'number' && (value | 0) === value],
  ['Float', (value) => typeof value === 'number' && Number.isFinite(value)],
  ['String', (value) => typeof value === 'string'],
  ['Boolean', (value) => typeof value === 'boolean'],
  ['ID', (value) => typeof value === 'string'],
]);
/** A scalar that only its subgraph knows takes anything here. */
const ANYTHING = new GraphQLScalarType({ name: 'Anything' }).parseValue;

/**
 * Opens what tells whether values fit. What is to be known of a type is worked out once, where graphql-js goes through
 * the type again with every value, and makes a new value of it.
 */
export function openFits(): (type: GraphQLInputType) => Fits {
  const objects = new Map<GraphQLInputObjectType, Fits>();

  function fitsOf(type: GraphQLInputType): Fits {
    if (isNonNullType(type)) return present(type.ofType);
    const fits = present(type);
    return (value) => value === null || fits(value);
  }

  function present(type: GraphQLInputType): Fits {
    if (isListType(type)) {
      const item = fitsOf(type.ofType);
      return (value) => Array.isArray(value) && value.every(item);
    }
    if (isInputObjectType(type)) return objects.get(type) ?? object(type);
    if (isScalarType(type)) return SCALARS.get(type.name) ?? (type.parseValue === ANYTHING ? isPresent : () => false);
    return (value) => typeof value === 'string' && 'getValue' in type && type.getValue(value) !== undefined;
  }

  function object(type: GraphQLInputObjectType): Fits {
    const parts = new Map<string, Fits>();
    const all = Object.values(type.getFields());
    const required = all.filter(isRequiredInputField);
    const fits: Fits = (value) =>
      isRecord(value) &&
      !type.isOneOf &&
      Object.keys(value).every((key) => parts.get(key)?.(value[key])) &&
      required.every(({ name }) => Object.hasOwn(value, name));
    // Known before its parts are: it may hold itself.
    objects.set(type, fits);
    for (const { name, type: of } of all) parts.set(name, fitsOf(of));
    return fits;
  }

  return fitsOf;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
