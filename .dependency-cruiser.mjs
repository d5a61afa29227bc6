/** The rooms of the house and the doors between them. Each rule says why, for whoever trips on it. */
const MODULE = '^src/modules/([^/]+)/';
const TEST = '\\.test\\.ts$';
export default {
  forbidden: [
    {
      name: 'rules-stay-pure',
      severity: 'error',
      comment: 'rules.ts decides; it never reads a clock, a database or the network. Load first, then decide.',
      from: { path: '^src/modules/[^/]+/(rules|.+\\.rules)\\.ts$' },
      to: { pathNot: '^src/(kernel/|modules/[^/]+/[^/]+\\.ts$)' },
    },
    {
      name: 'rules-never-meet-the-server',
      severity: 'error',
      comment: 'A rule or a front door for the browser that imports server code has stopped being one.',
      from: { path: '^src/(kernel/|modules/[^/]+/(?!.*\\.(server|test)\\.ts$))' },
      to: {
        path: '\\.server\\.ts$|node_modules/(kysely|pg|graphile-worker)/|^src/platform/run',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      comment:
        'kernel/ holds the words that every module shares and that also work in a browser; it leans on nothing but the reader of forms (valibot).',
      from: { path: '^src/kernel/', pathNot: TEST },
      to: { pathNot: '^src/kernel/|node_modules/valibot/' },
    },
    {
      name: 'knock-on-the-front-door',
      severity: 'error',
      comment: 'Another module shows you index.ts and index.server.ts; the rest is its own business.',
      from: { path: MODULE },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index(\\.server)?\\.ts$'] },
    },
    {
      name: 'pages-use-front-doors',
      severity: 'error',
      comment: 'A page, a command or a worker calls a use case or a query; it never opens a store.',
      from: { path: '^src/(routes|web|hooks|worker|cli|service-worker|offline)', pathNot: TEST },
      // The engine that recognises people is a module of its own, which stands with the people.
      to: { path: '^src/modules/', pathNot: '^src/modules/(people/recognition|[^/]+)/index(\\.server)?\\.ts$' },
    },
    {
      name: 'pages-hold-no-database',
      severity: 'error',
      comment: 'hooks.server.ts gives a page locals.read and locals.runOnce; with those it needs no connection.',
      from: { path: '^src/(routes|ui|offline)/', pathNot: TEST },
      to: { path: '^src/platform/', pathNot: '^src/platform/(actor|ctx|errors)\\.ts$' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      comment: 'platform/ and kernel/ carry the house; they hold no business words.',
      from: { path: '^src/(platform|kernel)/', pathNot: TEST },
      to: { path: '^src/(modules|routes|web|ui|offline|cli)/' },
    },
    {
      name: 'web-knows-no-domain',
      severity: 'error',
      comment: 'web/ turns a request into words and words into an answer, whatever they are about.',
      from: { path: '^src/web/', pathNot: TEST },
      to: { path: '^src/(modules|routes|ui|offline|cli)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'modules-know-no-web',
      severity: 'error',
      comment:
        'HTTP, SvelteKit and components live in web/, routes/ and ui/. A use case must also run from a job or a test.',
      from: { path: '^src/(modules|kernel|platform)/', pathNot: TEST },
      to: { path: '^src/(routes|web|ui|offline|cli)/|node_modules/@sveltejs/' },
    },
    {
      name: 'ui-is-deaf',
      severity: 'error',
      comment: 'Components get everything as props; they know days (kernel) and sentences (messages), no domain.',
      from: { path: '^src/ui/', pathNot: TEST },
      to: { path: '^src/(modules|platform|routes|web|cli)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'commands-are-not-imported',
      severity: 'error',
      comment: 'cli/ is where a person begins; nothing in the house leans on it.',
      from: { path: '^src/', pathNot: `^src/cli/|${TEST}` },
      to: { path: '^src/cli/' },
    },
    {
      name: 'sql-lives-in-stores',
      severity: 'error',
      comment: 'Only store.server.ts, queries.server.ts and platform/ may build SQL.',
      from: {
        path: '^src/',
        pathNot: `^src/(platform|invented)/|/(store|queries)\\.server\\.ts$|/[^/]+\\.(store|queries)\\.server\\.ts$|${TEST}`,
      },
      to: { path: 'node_modules/(kysely|pg|pg-copy-streams)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or lack a third.',
      from: {},
      to: { circular: true, viaOnly: { pathNot: '^src/paraglide/' } },
    },
    {
      name: 'all-imports-resolve',
      severity: 'error',
      comment: 'An import nobody can resolve hides from every rule above.',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^(\\$app|\\$env|\\$service-worker|\\./\\$types)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/paraglide/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['types', 'svelte', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.svelte', '.d.ts', '.json'],
    },
  },
};
