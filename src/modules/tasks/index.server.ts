export {
  closeTasks,
  closeTasksAbove,
  handOverTasks,
  openOrRenewTasksFrom,
  openTask,
  openTaskAbove,
  openTasks,
  openTasksFrom,
  raiseAlarm,
  renewTasks,
  type TaskSelection,
} from './store.server.ts';
export { closeTaskByHand } from './close-task-by-hand.server.ts';
export { countTasks, listTasks, listMyTasks, type TaskCount, type TaskPage } from './queries.server.ts';
