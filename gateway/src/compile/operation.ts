import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  print,
  valueFromASTUntyped,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';
import { hasFragmentsOnTypes } from '../planning/interface-objects.ts';
import type { FetchNode } from '../planning/plan.ts';
import type { Planner } from '../planning/port.ts';
import { defers, withConcreteFragments, withoutDefer } from './concrete.ts';
import { deferStep } from './defer.ts';
import { planEachWay } from './each-way.ts';
import { withHoistedDefers } from './hoisted-defers.ts';
import { type Introspection, takeApart } from './introspection.ts';
import type { Lookups } from './lookup.ts';
import { withOwnNames } from './names.ts';
import { withOwnFields } from './own-fields.ts';
import { plannable } from './plannable.ts';
import { type ObjectShape, shapeOf } from './shape.ts';
import { type Step, stepOf } from './steps.ts';
import type { Types } from './types.ts';
import { isSomethingUntold } from './untold.ts';

/** An operation, ready to be run with any variables for anybody. */
export interface CompiledOperation {
  readonly kind: OperationDefinitionNode['operation'];
  /** What to fetch; undefined when nothing has to be. */
  readonly step: Step | undefined;
  /** What to write of it. */
  readonly shape: ObjectShape;
  readonly introspection: Introspection | undefined;
  /** Values of variables that decide `@skip` and `@include` when the client gives none. */
  readonly defaults: Readonly<Record<string, unknown>> | undefined;
  /** Whether the variables may choose a plan with parts that follow later. */
  readonly defers: boolean;
  /** Of a subscription: the owning subgraph's fetch that each event stands in for. */
  readonly primary: FetchNode | undefined;
}

/** What operations are compiled with. */
export interface Compiler {
  readonly schema: GraphQLSchema;
  readonly types: Types;
  readonly planner: Planner;
  readonly lookups: Lookups;
}

/** One operation of a valid document. */
export interface Compilable {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Whether the client takes parts that follow later. */
  readonly defer: boolean;
}

/**
 * Plans an operation and prepares everything that does not depend on data or variables. What is marked `@defer` is told at
 * once where no part may follow later, and where the planner finds no way to tell it in parts. Of fragments on types, where
 * a subgraph has an `@interfaceObject`, it is not even asked for one: over some of these Apollo's planner never ends.
 */
export function compileOperation(compiler: Compiler, compilable: Compilable): CompiledOperation {
  const { document, defer } = compilable;
  if (!defers(document)) return compileMarked(compiler, compilable);
  const atOnce = () => compileMarked(compiler, { ...compilable, document: withoutDefer(document), defer: false });
  if (!defer || (compiler.types.hasInterfaceObjects && hasFragmentsOnTypes(document))) return atOnce();
  try {
    return compileMarked(compiler, compilable);
  } catch {
    return atOnce();
  }
}

function compileMarked(compiler: Compiler, compilable: Compilable): CompiledOperation {
  const { schema, planner, types } = compiler;
  const { defer } = compilable;
  const document = withOwnNames(compilable.document, compiler);
  const operation = operationIn(document, compilable.operation);
  const fragments = fragmentsIn(document);
  const root = rootOf(schema, operation);
  const { introspection, rest } = takeApart(schema, document, operation);
  const asked = rest && plannable(forPlanners(compiler, rest), operation);
  const operationName = operation.name?.value;
  const plan =
    asked && planEachWay({ planner, types, operation }, { document: asked, text: print(asked), operationName, defer });
  const context = { ...compiler, defer: deferStep({ schema, fragments, root, operation }) };
  const node =
    plan?.node && hasFragmentsOnTypes(document)
      ? withOwnFields({ schema, fragments, types, operation }, plan.node)
      : plan?.node;
  const step = node && stepOf(node, context);
  const shape = shapeOf({ schema, fragments }, root, operation.selectionSet);
  if (step && defer && isSomethingUntold(step, shape, types))
    throw new Error('The plan tells in no part what is selected.');
  return {
    kind: operation.operation,
    step,
    defers: step !== undefined && mayDefer(step),
    shape,
    introspection,
    defaults: defaultsOf(operation),
    primary: plan?.primary,
  };
}

/** Fragments as planners make right plans of them. */
function forPlanners({ schema, types }: Compiler, document: DocumentNode): DocumentNode {
  if (defers(document)) return withHoistedDefers(document, schema);
  return types.hasInterfaceObjects ? withConcreteFragments(document, schema) : document;
}

const mayDefer = (step: Step): boolean =>
  step.kind === 'defer' || (step.kind === 'condition' && [step.met, step.unmet].some((each) => each && mayDefer(each)));

const operationIn = (document: DocumentNode, { name }: OperationDefinitionNode): OperationDefinitionNode => {
  const operation = getOperationAST(document, name?.value);
  if (!operation) throw new Error(`the document has no operation ${name?.value ?? ''}`);
  return operation;
};

function rootOf(schema: GraphQLSchema, { operation }: OperationDefinitionNode): GraphQLObjectType {
  const root = schema.getRootType(operation);
  if (!root) throw new Error(`the supergraph has no ${operation}s`);
  return root;
}

/** Values of variables that decide `@skip` and `@include` when the client gives none. */
export function defaultsOf({ variableDefinitions }: OperationDefinitionNode): CompiledOperation['defaults'] {
  const withDefault = (variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return withDefault.length > 0 ? Object.fromEntries(withDefault) : undefined;
}
