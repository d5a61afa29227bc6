import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Routes that do not say who they are for: a page without a server file, or a server file that exports no `_access`. The build
 * refuses to go on while there is one, so that a forgotten word cannot become an open door.
 */
export function routesWithoutAccess(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if (entry.name === '+page.svelte' && !existsSync(join(entry.parentPath, '+page.server.ts'))) found.push(file);
    if ((entry.name === '+page.server.ts' || entry.name === '+server.ts') && !saysWho(readFileSync(file, 'utf8')))
      found.push(file);
  }
  return found.map((file) => relative(folder, file)).sort();
}

function saysWho(source: string): boolean {
  return /^export const _access: RouteAccess = \{/m.test(source);
}
