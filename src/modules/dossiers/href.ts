/**
 * Where the case for a decision about a client stands. A page about one breach, or about what follows from it, names the breach; without
 * one the page takes what somebody owes a step.
 */
export function dossierHref(caseId: string, breachId?: string): string {
  return `/clients/${caseId}/dossier${breachId ? `?breach=${breachId}` : ''}`;
}
