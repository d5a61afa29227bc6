export { closeTasks, openTask, openTasks, openTasksFrom, type TaskSelection } from './store.server.ts';
export { closeTaskByHand } from './close-task-by-hand.server.ts';
export { countTasks, listTasks, listMyTasks, type TaskCount, type TaskPage } from './queries.server.ts';
