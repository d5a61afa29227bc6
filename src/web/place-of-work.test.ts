import { expect, test } from 'vitest';
import type { Actor, ActorPosting } from '#platform/actor';
import { atPlaceOfWork } from './place-of-work.ts';

const post = (unitId: number, role: string) => ({ id: `${role}-${unitId}`, unitId, role }) as ActorPosting;
const actor = { postings: [post(3, 'section_head'), post(6, 'head_of_bapas'), post(6, 'pk')] } as unknown as Actor;
const chosen = (place: string | undefined) => atPlaceOfWork(actor, { get: () => place }).postings.map(({ id }) => id);

test('the posts at the chosen office come first, and none is lost or added', () => {
  expect(chosen('6')).toEqual(['head_of_bapas-6', 'pk-6', 'section_head-3']);
  expect(chosen('3')).toEqual(actor.postings.map(({ id }) => id));
});

test.each(['2', '0', '-6', '6.5', 'x', '', undefined])(
  'an office where he holds no post changes nothing: %s',
  (place) => {
    expect(chosen(place)).toEqual(actor.postings.map(({ id }) => id));
  },
);
