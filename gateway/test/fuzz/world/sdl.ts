import { type AbstractType, type Argument, type Field, type ObjectType, ownersOf, type World } from './model.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"])`;

/** The schema of one subgraph, as its authors would write it. */
export function subgraphSdl(world: World, subgraph: string): string {
  const types = [...world.objects.values()].filter((type) => type.in.has(subgraph));
  const abstracts = [...world.abstracts.values()];
  return [
    LINK,
    'scalar Stamp',
    ...world.enums.map(
      ({ name, values, secret }) => `enum ${name} { ${values.join(' ')}${secret ? ` ${secret} @inaccessible` : ''} }`,
    ),
    ...world.inputs.map(({ name, fields }) => `input ${name} { ${fields.map(printArgument).join(' ')} }`),
    ...abstracts.map((abstract) => printAbstract(world, abstract, subgraph)),
    ...types.map((type) => printObject(world, type, subgraph)),
  ]
    .filter(Boolean)
    .join('\n');
}

const printArgument = ({ name, type, standard }: Argument): string =>
  `${name}: ${type}${standard === undefined ? '' : ` = ${standard}`}`;

function printAbstract(world: World, abstract: AbstractType, subgraph: string): string {
  const members = abstract.members.get(subgraph);
  if (abstract.objectIn === subgraph) {
    const fields = [...abstract.added.values()].map((field) => printField(field, subgraph));
    return `type ${abstract.name} @key(fields: "id") @interfaceObject { id: ID! ${fields.join(' ')} }`;
  }
  if (!members) return '';
  if (abstract.kind === 'union') return `union ${abstract.name} = ${members.join(' | ')}`;
  const key = abstract.home === subgraph ? ' @key(fields: "id")' : '';
  const fields = (abstract.declares.get(subgraph) ?? []).map((name) => printDeclared(world, members, name));
  return `interface ${abstract.name}${key} { ${fields.join(' ')} }`;
}

/** As loose as the loosest of the members. */
function printDeclared(world: World, members: readonly string[], name: string): string {
  const fields = [...world.objects.values()].flatMap((type) => {
    const field = type.fields.get(name);
    return field ? [field] : [];
  });
  const loosest = fields.find((field) => !field.type.endsWith('!')) ?? fields[0];
  if (!loosest) throw new Error(`none of ${members} has ${name}`);
  return `${name}${printArgs(loosest)}: ${loosest.type}`;
}

function printObject(world: World, type: ObjectType, subgraph: string): string {
  const interfaces = [...world.abstracts.values()]
    .filter(({ kind, members }) => kind === 'interface' && members.get(subgraph)?.includes(type.name))
    .map(({ name }) => name);
  const keys = (type.keys.get(subgraph) ?? []).map(
    ({ selection, resolvable }) => `@key(fields: "${selection}"${resolvable ? '' : ', resolvable: false'})`,
  );
  const fields = [...type.fields.values()].filter((field) => field.in.has(subgraph));
  if (fields.length === 0) return '';
  const head = [`type ${type.name}`, interfaces.length > 0 ? `implements ${interfaces.join(' & ')}` : '', ...keys];
  return `${head.filter(Boolean).join(' ')} {\n${fields.map((field) => `  ${printField(field, subgraph)}\n`).join('')}}`;
}

const printArgs = ({ args }: Field): string => (args.length > 0 ? `(${args.map(printArgument).join(', ')})` : '');

function printField(field: Field, subgraph: string): string {
  const role = field.in.get(subgraph);
  const [first] = ownersOf(field);
  const requires = field.requires.get(subgraph);
  const provides = field.provides.get(subgraph);
  const from = field.override.get(subgraph);
  const marks = [
    role === 'external' ? '@external' : '',
    role === 'own' && !from && field.in.size > 1 && ![...field.in.values()].includes('overridden') ? '@shareable' : '',
    requires ? `@requires(fields: "${requires}")` : '',
    provides ? `@provides(fields: "${provides}")` : '',
    from ? `@override(from: "${from}")` : '',
    field.inaccessible && subgraph === first ? '@inaccessible' : '',
  ];
  return [`${field.name}${printArgs(field)}: ${field.type}`, ...marks.filter(Boolean)].join(' ');
}
