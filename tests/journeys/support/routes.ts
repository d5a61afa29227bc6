import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where the workers of a run write down what they have looked at; playwright.config.ts names it for the whole run. */
const folder = () => process.env['JOURNEY_OPENED']!;

const routes = fileURLToPath(new URL('../../../src/routes', import.meta.url));

const files = readdirSync(routes, { recursive: true, encoding: 'utf8' });
/** The routes whose folder has such a file: `/clients/[caseId]/card`. */
const withFile = (name: string) =>
  files
    .filter((file) => file.split('/').at(-1) === name)
    .map(
      (file) =>
        `/${file
          .split('/')
          .slice(0, -1)
          .filter((part) => !/^\(.*\)$/.test(part))
          .join('/')}`,
    );

/** Every page of the application by its route. Found in the folder, so that a new page cannot be forgotten. */
export const pageRoutes: readonly string[] = withFile('+page.svelte').sort();

const patterns = [...pageRoutes, ...withFile('+server.ts')]
  .map((route) => ({ route, pattern: new RegExp(`^${route.replace(/[.]/g, '\\.').replace(/\[\w+\]/g, '[^/]+')}/?$`) }))
  // The words of an address come before its variable parts: /clients/new is not the file of a client called new.
  .sort((a, b) => a.route.split('[').length - b.route.split('[').length);

/** The page that answers an address; undefined for downloads and what is not ours. */
export function routeOf(address: string): string | undefined {
  const path = address.split(/[?#]/)[0]!;
  const { route } = patterns.find(({ pattern }) => pattern.test(path)) ?? {};
  return route !== undefined && pageRoutes.includes(route) ? route : undefined;
}

/** Remembers that a page was looked at by somebody, on which screen. */
export function noteOpened(screen: Screen, address: string): void {
  const route = routeOf(new URL(address).pathname);
  if (route) appendFileSync(kept('opened'), `${screen} ${route}\n`);
}

/** The pages that were looked at in this run on a screen. */
export function openedOn(screen: Screen): Set<string> {
  return new Set(
    linesOf('opened')
      .filter((line) => line.startsWith(`${screen} `))
      .map((line) => line.slice(screen.length + 1)),
  );
}

export type Screen = 'desktop' | 'phone';

/** What axe has judged already in this run, whichever worker's browser showed it. */
export const judged = {
  add: (shapes: readonly string[]): void => appendFileSync(kept('judged'), shapes.map((one) => `${one}\n`).join('')),
  all: (): Set<string> => new Set(linesOf('judged')),
};

function kept(name: string): string {
  mkdirSync(folder(), { recursive: true });
  return join(folder(), name);
}

function linesOf(name: string): string[] {
  return existsSync(kept(name)) ? readFileSync(kept(name), 'utf8').split('\n') : [];
}
