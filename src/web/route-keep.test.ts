import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keepingRoutes, keepOf } from './route-keep.ts';
import { secureHeaders } from './security-headers.ts';

test('a page keeps nothing unless it was chosen; what it may keep is said in its answer', () => {
  const staff = { who: 'staff', why: 'own' } as const;
  expect(keepOf('/(app)/clients/[caseId]', staff)).toBe('nothing');
  expect(keepOf('/(app)/counter', staff)).toBe('form');
  expect(keepOf('/(client)/my', { who: 'own', action: 'own:read' as never })).toBe('page');
  // Nobody said who it is for, or nothing lies there.
  expect(keepOf('/(app)/counter', undefined)).toBe('nothing');
  expect(keepOf(null, staff)).toBe('nothing');
  expect(keepOf('/api/v1/clients', { who: 'api', any: ['case:list'] })).toBe('nothing');
  const headers = new Headers();
  secureHeaders(headers, { isPrivate: true, isHttps: false, keep: 'form' });
  expect([headers.get('Simpul-Keep'), headers.get('Cache-Control')]).toEqual(['form', 'private, no-store']);
});

test('every chosen page is there, and none of them is a client’s file or a list that others read', () => {
  for (const route of keepingRoutes) {
    const file = `src/routes${route}/+page.server.ts`;
    expect([route, existsSync(file)]).toEqual([route, true]);
    const access = /const _access: RouteAccess = ([^;]+);/.exec(readFileSync(file, 'utf8'))![1]!;
    expect([route, /read_specific|case:read'|journal:|export:|access_log:/.test(access)]).toEqual([route, false]);
  }
});
