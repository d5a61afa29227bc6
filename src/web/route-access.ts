import type { Action, OwnAction } from '#modules/access';

/**
 * Who a route is for. Every `+page.server.ts` and `+server.ts` exports one as `_access`; the build refuses a route without.
 * It is asked before anything loads, and again with the record in hand by the use case or query.
 */
export type RouteAccess =
  /** Anyone, also nobody: why. */
  | { who: 'public'; why: string }
  /** Any signed-in officer: his own account, his home page. */
  | { who: 'staff'; why: string }
  /** Officers who hold at least one of these somewhere. */
  | { who: 'staff'; any: readonly Action[] }
  /** A client or guarantor with his own case. */
  | { who: 'own'; action: OwnAction }
  /** A bearer token with this scope. */
  | { who: 'api'; any: readonly Action[] };
