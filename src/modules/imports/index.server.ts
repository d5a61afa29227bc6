export { bringImport, cancelImport, mapImport, takeImport } from './bring-import.server.ts';
export { problemsFile, templateFile, type Download } from './files.server.ts';
export {
  countProblems,
  getImport,
  listImports,
  listPlaces,
  listTakenPeople,
  listRows,
  rowsAPage,
  type RowFilter,
} from './queries.server.ts';
export { namesOfLikely } from './likely.queries.server.ts';
export { listImportsOf } from './store.server.ts';
export { progressOf, shownRows, type Progress, type ShownRow } from './show.server.ts';
export { jobs } from './jobs.server.ts';
export { tidyImports } from './tidy.server.ts';
