import { admissionsAtWork } from './admissions/kind.server.ts';
import { clientsAtWork } from './clients/kind.server.ts';
import type { ImportKind } from './kind.ts';
import type { KindAtWork } from './kind.server.ts';

export const kindsAtWork: Readonly<Record<ImportKind, KindAtWork>> = {
  clients: clientsAtWork,
  admissions: admissionsAtWork,
};
