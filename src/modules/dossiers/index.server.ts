export { printAnnex } from './annex.server.ts';
export type { AnnexHead } from './annex-sheet.server.ts';
export { sayAlike, sayClosedParts, sayContact, sayCount, sayEvent, sayEvidence, sayLetter, sayPeriod } from './say.ts';
export {
  readDossier,
  type Assessed,
  type Dossier,
  type DossierCondition,
  type DossierLetter,
} from './queries.server.ts';
export type { Alternative, DossierContact, DossierItem } from './facts.queries.server.ts';
