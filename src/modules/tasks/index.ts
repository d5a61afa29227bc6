export { defineTaskKinds, findTaskKind, listTaskKinds, type TaskFacts, type TaskKind, type TaskRole } from './kinds.ts';
export type { ClosedAs, CloseTaskRefusal, NewTask, OpenTask, TaskScope } from './task.ts';
export { hearersOf, isAbove, type Hearer, type HearerInOffice, type Rung } from './ladder.rules.ts';
export { closeTaskRefusals, nameOfKind, wordFacts, wordTask, type WordedTask } from './words.ts';
