import { ConfigurationRefused } from '@app/kernel/env';
import { type DirectiveNode, Kind, parse, type ValueNode, visit } from 'graphql';

/** Features that tell what must be kept or how fields are resolved, of which this gateway knows how. */
const KNOWN = /^https:\/\/specs\.apollo\.dev\/(core|link|join|inaccessible|cacheTag)\/v0\.\d+$/;

/**
 * Refuses a supergraph whose fields would be resolved wrongly, or shown to the wrong people, without anybody noticing:
 * arguments set by `@fromContext`, fields that move between subgraphs step by step (`@override(label:)`), access rules
 * other than our own `@auth`. Throws ConfigurationRefused, which names all of them.
 */
export function refuseUnsupported(supergraphSdl: string): void {
  const directives: DirectiveNode[] = [];
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.DIRECTIVE]: (directive: DirectiveNode) => void directives.push(directive),
  });
  const found = new Set(directives.flatMap(faultsOf));
  if (!directives.some(({ name }) => name.value === 'join__graph'))
    found.add('it names no subgraphs, so it is no supergraph');
  if (found.size === 0) return;
  throw new ConfigurationRefused(
    `this supergraph cannot be served:\n${[...found].map((each) => `  ${each}`).join('\n')}`,
  );
}

function faultsOf(directive: DirectiveNode): string[] {
  const name = directive.name.value;
  if (name === 'join__field') return ofField(directive);
  return name === 'link' || name === 'core' ? ofFeature(directive) : [];
}

function ofField(directive: DirectiveNode): string[] {
  const label = argumentOf(directive, 'overrideLabel');
  return [
    ...(isGiven(label) ? [`@override with a label (${textOf(label)}): the field's owner would depend on it`] : []),
    ...(isGiven(argumentOf(directive, 'contextArguments')) ? ['@fromContext: the argument would be left out'] : []),
  ];
}

function ofFeature(directive: DirectiveNode): string[] {
  const url = textOf(argumentOf(directive, 'url') ?? argumentOf(directive, 'feature'));
  const isNeeded = isGiven(argumentOf(directive, 'for'));
  // @context alone changes nothing; the arguments that read it are found at their fields.
  const isHarmless = KNOWN.test(url) || url.startsWith('https://specs.apollo.dev/context/');
  return isNeeded && !isHarmless ? [`${url}: it would not be kept to`] : [];
}

const argumentOf = ({ arguments: given }: DirectiveNode, name: string): ValueNode | undefined =>
  given?.find((argument) => argument.name.value === name)?.value;

const isGiven = (value: ValueNode | undefined): value is ValueNode => value !== undefined && value.kind !== Kind.NULL;

const textOf = (value: ValueNode | undefined): string => (value?.kind === Kind.STRING ? value.value : '');
