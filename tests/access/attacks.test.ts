import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { becomes } from './attacks.ts';
import { everyAttackOn } from './every-attack.ts';
import { setSqlScene } from './sql-scene.ts';

const scene = await setSqlScene(await freshDatabase('attacks'));
afterAll(() => scene.close());

test.each(everyAttackOn(scene).map((attack) => [attack.name, attack] as const))('%s', async (_, attack) => {
  expect(await becomes(scene, attack)).toBe(attack.is);
});
