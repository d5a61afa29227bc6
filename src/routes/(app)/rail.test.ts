import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { railFor, switchedOffHere } from './rail.server.ts';

const at = (unitId: number, role: string) => ({ unitId, role, unitPath: [1, unitId] });
const anActor = (...postings: ReturnType<typeof at>[]) =>
  ({ kind: 'staff', stage: 'full', postings }) as unknown as Actor;
const off = (...units: [number, string[]][]) => new Map(units.map(([id, modules]) => [id, new Set(modules)]));
const places = (actor: Actor, switchedOff: ReturnType<typeof off>) =>
  railFor(actor, '/today', { total: 0, urgent: false }, switchedOff).flatMap(({ items }) =>
    items.map(({ href }) => href),
  );
const head = anActor(at(7, 'head_of_bapas'));
const modules = ['/figures', '/imports', '/exports'];

test('what an office has switched off is not in the rail of its people', () => {
  const all = places(head, off());
  const some = places(head, off([7, ['figures', 'exports']]));
  const gone = all.filter((href) => !some.includes(href));
  expect(gone).toEqual(['/figures', '/exports']);
  expect(all.filter((href) => !modules.includes(href))).toEqual(some.filter((href) => !modules.includes(href)));
});

test('one still stands at a place on the pages below it and beside it, and at one place alone', () => {
  const kanwil = anActor(at(2, 'kanwil'));
  const standing = (actor: Actor, here: string) =>
    railFor(actor, here, { total: 0, urgent: false }, off()).flatMap(({ items }) =>
      items.filter(({ current }) => current).map(({ href }) => href),
    );
  const stands = (here: string) => standing(head, here);
  for (const here of ['/today', '/today/due', '/today/missed', '/tasks']) expect(stands(here)).toEqual(['/today']);
  for (const here of ['/clients', '/clients/new', '/people/new']) expect(stands(here)).toEqual(['/clients']);
  expect(stands('/tasks-of-another-kind')).toEqual([]);
  expect(standing(kanwil, '/petitions/figures')).toEqual(['/petitions/figures']);
  expect(standing(kanwil, '/petitions')).toEqual(['/petitions']);
});

test('what another office has switched off stays, also for whoever works at both', () => {
  expect(places(head, off([8, modules.map((href) => href.slice(1))]))).toEqual(places(head, off()));
  const both = anActor(at(7, 'head_of_bapas'), at(8, 'head_of_bapas'));
  expect(places(both, off([7, ['figures']]))).toContain('/figures');
  expect(places(both, off([7, ['figures']], [8, ['figures']]))).not.toContain('/figures');
});

test('whoever comes to such a place all the same is told', () => {
  expect(switchedOffHere(head, '/exports/new', off([7, ['exports']]))).toBe('exports');
  expect(switchedOffHere(head, '/exports', off([7, ['figures']]))).toBeUndefined();
  expect(switchedOffHere(head, '/clients', off([7, ['exports']]))).toBeUndefined();
});
