/** Imports point one way. Each rule's name says what it keeps. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'subgraphs-are-strangers',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'gateway-knows-no-subgraph',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^subgraphs/|^prisma/' },
    },
    {
      name: 'kernel-knows-no-domain',
      severity: 'error',
      from: { path: '^packages/kernel/(src|bin)/' },
      to: { path: '^subgraphs/|^gateway/|^prisma/|^packages/(?!kernel/)' },
    },
    {
      name: 'schema-knows-nothing',
      severity: 'error',
      from: { path: '^schema/', pathNot: '(jest|test)' },
      to: { path: '^subgraphs/|^gateway/|^prisma/|^packages/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/domain/' },
      to: {
        path: 'src/(commands|consumers|timers|graphql|reads|generated|db|context)|node_modules/|^packages/|^node:',
        pathNot:
          '^packages/kernel/src/(result|lifecycle|money|viewer|ids)\\.ts$|src/generated/prisma/enums|node_modules/(@types|@app)',
      },
    },
    {
      name: 'commands-know-no-graphql',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/(commands|consumers|timers|domain)/' },
      to: { path: 'src/graphql/|generated/graphql|node_modules/(graphql|@apollo)/|^packages/kernel/src/graphql' },
    },
    {
      name: 'resolvers-write-nothing',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/graphql/' },
      to: { path: 'generated/prisma/client|src/(consumers|timers)/' },
    },
    {
      name: 'reads-do-not-write',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/reads/' },
      to: { path: 'src/(commands|consumers|timers|graphql)/' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^(gateway|subgraphs/[^/]+|packages/(kernel|sandbox-provider))/src/', pathNot: '/testing/' },
      to: { path: '/test/|/testing/|^packages/(stack|journeys|chaos)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|generated/prisma' },
    exclude: { path: '\\.data|\\.turbo' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
