import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { attacksOn, becomes } from './attacks.ts';
import { conditionAttacksOn } from './condition-attacks.ts';
import { houseAttacksOn } from './house-attacks.ts';
import { setSqlScene } from './sql-scene.ts';

const scene = await setSqlScene(await freshDatabase('attacks'));
afterAll(() => scene.close());

const attacks = [...attacksOn(scene), ...conditionAttacksOn(scene), ...houseAttacksOn(scene)];
test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_, attack) => {
  expect(await becomes(scene, attack)).toBe(attack.is);
});
