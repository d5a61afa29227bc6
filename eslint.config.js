import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { house } from './eslint/house.js';

const PURE = ['src/kernel/**/*.ts', 'src/modules/*/rules.ts', 'src/modules/**/*.rules.ts'];

/** A rule gets its day and its moment as arguments; it never asks a clock or a dice. */
const noClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Rules and kernel have no clock: take today or now as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Rules and kernel have no clock: take today or now as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Rules and kernel throw no dice: take what was drawn as an argument.',
  },
  {
    selector: "MemberExpression[object.object.name='Temporal'][object.property.name='Now']",
    message: 'Rules and kernel have no clock: take today or now as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'Rules and kernel have no clock: take today or now as an argument.',
  },
];

export default ts.config(
  {
    ignores: [
      'build/',
      '.svelte-kit/',
      'data/',
      'src/paraglide/',
      'project.inlang/',
      'playwright-report/',
      'test-results/',
      'src/platform/database-types.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser, Temporal: 'readonly' } },
    plugins: { house },
    rules: {
      'no-control-regex': 'off', // text.ts and its like hunt control characters on purpose
      'no-undef': 'off', // the types say it better
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  {
    // Pages are told apart by svelte-check, with types; the few scripts in them are not worth half of the linter's time.
    files: ['src/**/*.ts', 'tests/**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Text is text. The one way to let markup in would be the way for everybody's markup.
      'svelte/no-at-html-tags': 'error',
      // The Content-Security-Policy refuses style attributes: a class, or an SVG attribute, says the same.
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'svelte/no-navigation-without-resolve': 'off', // one office, one root: links are plain addresses
      'svelte/require-each-key': 'error',
      'prefer-const': 'off', // $props() needs let where one of them is bindable
      'house/no-hard-coded-words': 'error',
    },
  },
  // id.ts draws ids, which is its one purpose; everything else in the kernel gets its moments as arguments.
  {
    files: PURE,
    ignores: ['**/*.test.ts', 'src/kernel/id.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noClock] },
  },
  {
    files: ['src/**'],
    ignores: ['src/cli/**', 'src/platform/log*.ts', 'src/platform/console-*.ts', '**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    ignores: ['src/env.ts', 'src/cli/**', 'src/platform/**', 'src/messages/compile.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'src/env.ts names and checks every variable; ask there.' },
      ],
    },
  },
  { files: ['scripts/**', 'eslint/**', '*.js', '*.mjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
