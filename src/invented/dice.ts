import { Rng } from './persons.ts';

/** Chance that falls the same way every time: the demo of today is the demo of tomorrow. */
export class Dice extends Rng {
  private made = 0;

  /** A UUID of version 7 for a moment, unlike every other of these dice. */
  id(at: Date): string {
    const time = at.getTime().toString(16).padStart(12, '0');
    const tail = [this.u32(), this.u32()].map((word) => word.toString(16).padStart(8, '0')).join('');
    const order = (this.made++ & 0xfff).toString(16).padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-a${tail.slice(0, 3)}-${tail.slice(3, 15)}`;
  }

  /** Picks by weight; the weights need not add up to anything. */
  weighed<T>(choices: readonly (readonly [T, number])[]): T {
    let at = this.f() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      at -= weight;
      if (at < 0) return choice;
    }
    return choices.at(-1)![0];
  }

  shuffle<T>(items: readonly T[]): T[] {
    const mixed = [...items];
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
    }
    return mixed;
  }
}
