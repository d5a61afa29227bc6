import { attacksOn, type Attack } from './attacks.ts';
import { conditionAttacksOn } from './condition-attacks.ts';
import { custodyAttacksOn } from './custody-attacks.ts';
import { houseAttacksOn } from './house-attacks.ts';
import type { SqlScene } from './sql-scene.ts';
import { tierAttacksOn } from './tier-attacks.ts';

/** Every attack: what is tried while nothing is changed, and again with each limit taken away. */
export function everyAttackOn(scene: SqlScene): Attack[] {
  return [attacksOn, conditionAttacksOn, houseAttacksOn, custodyAttacksOn, tierAttacksOn].flatMap((on) => on(scene));
}
