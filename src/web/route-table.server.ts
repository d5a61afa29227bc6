import type { RouteAccess } from './route-access.ts';

/** Every route's own word about who it is for, by route id; a route without one does not exist here and is refused. */
const told = import.meta.glob<RouteAccess>('/src/routes/**/+server.ts', { import: '_access', eager: true });
const pages = import.meta.glob<RouteAccess>('/src/routes/**/+page.server.ts', { import: '_access', eager: true });

const table = new Map<string, RouteAccess>();
for (const [file, access] of Object.entries({ ...told, ...pages })) {
  const id = file.replace(/^\/src\/routes/, '').replace(/\/\+(page\.)?server\.ts$/, '') || '/';
  if (access) table.set(id, access);
}

export function accessOfRoute(routeId: string | null): RouteAccess | undefined {
  return routeId === null ? undefined : table.get(routeId);
}

/** Pages have forms that can be shown again; an address that only answers has none. */
export function isPage(routeId: string | null): boolean {
  return Object.hasOwn(pages, `/src/routes${routeId}/+page.server.ts`);
}
