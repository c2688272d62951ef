import type * as Hive from '@graphql-hive/router-query-planner';
import type { Rewrite, RewritePath } from './plan.ts';

/** Rewrites come as `{ ValueSetter: {…} }` and as `{ kind: 'ValueSetter', … }`, renamings likewise. */
type Written = Hive.FetchRewrite | ({ kind: 'KeyRenamer' } & Hive.KeyRenamer);

/** The Rust planner's rewrites in our shape. Throws for what it is not known to make. */
export const rewritesOf = (rewrites: readonly Written[] | null | undefined): readonly Rewrite[] =>
  (rewrites ?? []).map(rewriteOf);

function rewriteOf(rewrite: Written): Rewrite {
  if ('ValueSetter' in rewrite) return setting(rewrite.ValueSetter);
  if ('KeyRenamer' in rewrite) return renaming(rewrite.KeyRenamer);
  if (rewrite.kind === 'ValueSetter') return setting(rewrite);
  if (rewrite.kind === 'KeyRenamer') return renaming(rewrite);
  throw new Error(`The planner made a rewrite of ${JSON.stringify(rewrite)}.`);
}

const setting = ({ path, setValueTo }: Hive.ValueSetter): Rewrite => ({
  kind: 'set',
  path: pathOf(path),
  value: setValueTo,
});

const renaming = ({ path, renameKeyTo }: Hive.KeyRenamer): Rewrite => ({
  kind: 'rename',
  path: pathOf(path),
  to: renameKeyTo,
});

const pathOf = (path: readonly Hive.FetchNodePathSegment[]): RewritePath =>
  path.map((segment) => {
    if ('Key' in segment) return { kind: 'field', name: segment.Key };
    if ('TypenameEquals' in segment) return { kind: 'types', types: [segment.TypenameEquals].flat() };
    throw new Error(`The planner made a rewrite's path of ${JSON.stringify(segment)}.`);
  });
