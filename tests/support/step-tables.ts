import { expect } from 'vitest';

/** That every state of a table is an end, or has an exit and leads to one; and that every state is reached from the first. */
export function expectWaysToAnEnd<State extends string>(
  states: readonly State[],
  onwardOf: (state: State) => readonly State[],
  { first, ends }: { first: State; ends: readonly State[] },
): void {
  const reachedFrom = (state: State) => {
    const seen = new Set([state]);
    for (const at of seen) for (const to of onwardOf(at)) seen.add(to);
    return [...seen];
  };
  for (const state of states) {
    expect(onwardOf(state).length === 0, state).toBe(ends.includes(state));
    expect(
      reachedFrom(state).some((one) => ends.includes(one)),
      state,
    ).toBe(true);
  }
  expect(reachedFrom(first).sort()).toEqual([...states].sort());
}
