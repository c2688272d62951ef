import type { ShapeRule } from './rule.ts';

/** How many root fields an operation starts. */
export const rootFields: ShapeRule = ({ roots }, { LIMIT_ROOT_FIELDS }) => {
  const count = [...roots.values()].reduce((sum, times) => sum + times, 0);
  return count > LIMIT_ROOT_FIELDS ? `More than ${LIMIT_ROOT_FIELDS} root fields.` : undefined;
};
