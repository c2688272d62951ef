import { type ASTNode, type ASTVisitFn, type DocumentNode, type GraphQLSchema, Kind, visit } from 'graphql';

/**
 * The variables that a subscription's answers depend on. Those of the live field's own arguments say what is watched, and
 * from when on: whoever resumed elsewhere still gets the same answer to the same step.
 */
export function askedVariables(document: DocumentNode, schema: GraphQLSchema): readonly string[] {
  const subscription = schema.getSubscriptionType()?.name;
  const names = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const atRoot =
      definition.kind === Kind.OPERATION_DEFINITION || definition.typeCondition.name.value === subscription;
    const watches = atRoot ? isOfLiveField : () => false;
    const enter = (node: ASTNode, ...[, , , ancestors]: Place): false | undefined => {
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (node.kind === Kind.VARIABLE) names.add(node.name.value);
      return node.kind === Kind.ARGUMENT && watches(ancestors) ? false : undefined;
    };
    visit(definition, { enter });
  }
  return [...names].sort();
}

type Place = Parameters<ASTVisitFn<ASTNode>> extends [ASTNode, ...infer Rest] ? Rest : never;

/** Whether the node is inside of just one field and of no directive. */
function isOfLiveField(ancestors: readonly (ASTNode | readonly ASTNode[])[]): boolean {
  const nodes = ancestors.filter((each): each is ASTNode => !Array.isArray(each));
  const fields = nodes.filter(({ kind }) => kind === Kind.FIELD);
  return fields.length === 1 && !nodes.some(({ kind }) => kind === Kind.DIRECTIVE);
}
