/// <reference types="vitest/config" />
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { routesWithoutAccess } from './src/web/routes-without-access.ts';
import { LongestFirst } from './tests/support/longest-first.ts';
import { asMany } from './tests/support/width.ts';

/** The reference phone has Chrome 100; what it lacks is not needed for work (DESIGN 6). */
const OLDEST_BROWSER = 'chrome100';

export default defineConfig(() => {
  // The framework reads this file once more in each thread that looks at what was built.
  if (isMainThread) compileMessages();
  return {
    plugins: [
      refuseOpenRoutes(),
      followMessages(),
      sendFewSentences(),
      sveltekit({
        adapter: adapter({ precompress: true }),
        // A page of signing in also answers at the address of a form whose session had ended; its styles are found from there, too.
        paths: { relative: false },
        // Every page registers it, also those without the framework's own script (static/simpul.js).
        serviceWorker: { register: false },
        compilerOptions: { runes: ({ filename }) => (filename.includes('/node_modules/') ? undefined : true) },
        csp: {
          mode: 'nonce',
          directives: {
            'default-src': ['self'],
            'script-src': ['self'],
            // Styles that scripts set (a popup's place, a map's size) are not style elements and need no exception.
            'style-src': ['self'],
            // One attribute only: how SvelteKit hides the line that reads a new page's title aloud.
            'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
            'img-src': ['self', 'data:', 'blob:'],
            'connect-src': ['self'],
            'worker-src': ['self'],
            'frame-ancestors': ['none'],
            'form-action': ['self'],
            'base-uri': ['none'],
            'object-src': ['none'],
          },
        },
      }),
    ],
    // Nobody reads sizes and source maps at the office (docs/decisions/120).
    build: { target: OLDEST_BROWSER, cssTarget: OLDEST_BROWSER, reportCompressedSize: false, sourcemap: false },
    test: {
      include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
      exclude: ['tests/journeys/**', 'node_modules/**'],
      globalSetup: ['tests/support/global-setup.ts'],
      setupFiles: ['tests/support/property-runs.ts'],
      // While one file waits for its database, another computes; left to itself, Vitest keeps a core of two free.
      maxWorkers: Math.max(2, availableParallelism() - 1),
      sequence: { sequencer: LongestFirst },
      // One copy of the modules for all files of a worker: reading them anew took two fifths of the time. A file that sets something for
      // the whole process (the house's database, a spy) takes it back when it ends.
      isolate: false,
      // The sources are plain Node, which reads them itself as it does for the commands: rewriting each module took a third of the time.
      experimental: { viteModuleRunner: false, nodeLoader: false },
      // Only against a test that hangs: a slow or busy machine is no failure, nor is a walk through everything.
      testTimeout: asMany(2, 60) * 60_000,
      hookTimeout: 120_000,
    },
  };
});

/** A route that does not say who it is for is not built. */
function refuseOpenRoutes(): Plugin {
  return {
    name: 'simpul:route-access',
    apply: 'build',
    buildStart() {
      const silent = routesWithoutAccess(fileURLToPath(new URL('./src/routes', import.meta.url)));
      if (silent.length > 0)
        this.error(`These routes do not export _access, so nobody knows who they are for:\n  ${silent.join('\n  ')}`);
    },
  };
}

/**
 * A page's scripts bring only the sentences that it shows, each from a module of its own. The server has all of them from one module for
 * each language: read and bundled one by one they were most of its build.
 */
function sendFewSentences(): Plugin {
  const apart = fileURLToPath(new URL('./src/paraglide/apart/', import.meta.url));
  return {
    name: 'simpul:few-sentences',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    resolveId: (asked) => (asked.startsWith('#paraglide/') ? apart + asked.slice('#paraglide/'.length) : undefined),
  };
}

/** A process of its own, because the compiler's leftovers would keep this one alive. */
function compileMessages(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('./src/messages/compile.ts', import.meta.url))], {
    stdio: 'inherit',
  });
}

/** While somebody develops, a saved sentence shows at once. */
function followMessages(): Plugin {
  return {
    name: 'simpul:messages',
    apply: 'serve',
    configureServer(server) {
      server.watcher.add(fileURLToPath(new URL('./messages', import.meta.url)));
      server.watcher.on('change', (file) => {
        if (!/[\\/]messages[\\/][a-z]{2}[\\/][a-z_]+\.json$/.test(file)) return;
        try {
          compileMessages();
        } catch {
          // The compiler has said what is wrong; the last good sentences stay.
        }
      });
    },
  };
}
