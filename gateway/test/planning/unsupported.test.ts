import { ConfigurationRefused } from '@app/kernel/env';
import { supergraphSdl as ours } from '@app/schema/sdl';
import { refuseUnsupported } from '../../src/planning/unsupported.ts';
import { compose, parcels } from './supergraphs.ts';

const other = 'type Query { other: Int }';

it.each([
  ['our own', ours()],
  ['a plain one', parcels],
  [
    'one with a finished override',
    compose({
      a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "b") }',
      b: `${other} type T @key(fields: "id") { id: ID! x: Int }`,
    }),
  ],
])('takes %s', (_what, sdl) => {
  expect(() => refuseUnsupported(sdl)).not.toThrow();
});

it.each([
  [
    'a field that moves step by step',
    compose({
      a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "b", label: "percent(50)") }',
      b: `${other} type T @key(fields: "id") { id: ID! x: Int }`,
    }),
    /@override with a label \(percent\(50\)\)/,
  ],
  [
    'an argument from a context',
    compose({
      a: `type Query { t: T }
        type T @key(fields: "id") @context(name: "ctx") { id: ID! prop: String u: U }
        type U @key(fields: "id") { id: ID! f(a: String @fromContext(field: "$ctx { prop }")): Int }`,
      b: other,
    }),
    /@fromContext/,
  ],
  [
    'access rules that nobody would keep to',
    compose({
      a: 'type Query { t: Int @authenticated }',
    }),
    /authenticated\/v0\.1/,
  ],
  ['a plain schema', other, /no supergraph/],
])('refuses %s', (_what, sdl, message) => {
  expect(() => refuseUnsupported(sdl)).toThrow(ConfigurationRefused);
  expect(() => refuseUnsupported(sdl)).toThrow(message);
});
