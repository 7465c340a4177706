/** The boundaries of docs/architecture.md, part "Boundaries"; checked by `npm run deps:check`. */
module.exports = {
  forbidden: [
    {
      name: 'module-by-its-index',
      comment: 'A module is entered only through its index.ts.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'outside-by-index-too',
      comment: 'The application, the Lambda and the commands enter modules through index.ts as well.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/modules/', '^src/cli/'] },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'common-knows-no-module',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^src/modules/' },
    },
    {
      name: 'controllers-ask-services',
      comment: 'HTTP stays in controllers, queries in repositories.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|schema)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'mongoose-in-persistence-only',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '\\.(repository|schema|module)\\.ts$',
          '^src/common/persistence/',
          '^src/app\\.factory\\.ts$',
          '^src/cli/',
        ],
      },
      to: {
        path: 'node_modules/(mongoose|mongodb|@nestjs/mongoose)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules know neither Nest nor Mongoose.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/domain/' },
      to: { path: 'node_modules/(@nestjs|mongoose|mongodb)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nobody-imports-the-entries',
      severity: 'error',
      from: {},
      to: { path: '^src/(main|lambda)\\.ts$' },
    },
    {
      name: 'product-without-tools-and-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(tools|test)/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
