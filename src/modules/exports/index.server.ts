import './index.ts';
import './lists.server.ts';
import './figure-lists.server.ts';
import './screen-lists.server.ts';
import './case-lists.server.ts';
import './office-lists.server.ts';
import './house-lists.server.ts';
import './sitting-lists.server.ts';
import './audit-lists.server.ts';
import './assessment-lists.server.ts';
import './breach-lists.server.ts';
import './at-large-lists.server.ts';
import './custody-lists.server.ts';
import './revocation-lists.server.ts';
import './file-lists.server.ts';
import './desk-lists.server.ts';
import './permit-lists.server.ts';
import './petition-lists.server.ts';

export {
  askExport,
  decideExport,
  makeExport,
  withdrawExport,
  type ExportAnswer,
  type ExportAsk,
} from './ask-export.server.ts';
export { defineExportList, findExportList, listExportLists } from './define.ts';
export {
  exportHref,
  exportListsFor,
  getExport,
  listExports,
  openExport,
  rowsLeftToday,
  takersOf,
  type ExportFile,
  type ExportOverview,
} from './queries.server.ts';
export { pageOpenedWords, sayLine } from './file-words.server.ts';
export { detailOf } from './line-detail.server.ts';
export { jobs } from './jobs.server.ts';
export { expireOld } from './store.server.ts';
