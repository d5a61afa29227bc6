import type { Locale } from '#kernel/format';
import { ageWords, kindWords, type CaseState, type ClientKind } from '#modules/cases';
import { readClient } from '#modules/check-ins/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { warnOfPerson } from '../../../away/shown.server.ts';
import { idOf } from '../../../ledger-act.server.ts';
import { showCase, shownState, type ShownCase } from '../../shown.server.ts';

/**
 * The head that the pages about one client share, with the ledger as the page one is on. The desk and colleagues may read the
 * ledger but not the rest of the file: they get who it is, and no way further. A page on which something is done with this client asks
 * for the right to do it.
 */
export async function showLedgerHead(
  ctx: ReadCtx,
  caseId: string,
  locale: Locale,
  does?: 'mayRecord' | 'mayExcuse' | 'mayVoid' | 'mayAnswer',
): Promise<Omit<ShownCase, 'header' | 'version' | 'may'>> {
  const client = await readClient(ctx, idOf(caseId));
  if (does && !client[does]) throw new NotFound(`${does} with this client`);
  if (client.mayReadCase) {
    const { header: _, version: __, may: ___, ...shown } = await showCase(ctx, caseId, 'check-ins', locale);
    return shown;
  }
  const base = `/clients/${client.caseId}`;
  return {
    caseId: client.caseId,
    personId: client.personId,
    base,
    name: client.name,
    facts: [
      { label: m.cases_col_number(), value: client.registerLabel ?? m.cases_no_number() },
      { label: m.cases_col_kind(), value: kindWords[client.kind as ClientKind]() },
      { label: m.cases_col_counsellor(), value: client.pkName ?? m.cases_no_counsellor() },
    ],
    photo: client.photoFileId
      ? { src: `/files/${client.photoFileId}`, alt: m.cases_photo_alt({ name: client.name }) }
      : undefined,
    state: shownState(client.state as CaseState),
    phase: undefined,
    // Whoever only takes reports knows the ledger and not the file.
    held: undefined,
    away: await warnOfPerson(ctx, client.personId, locale),
    child: client.ageGroup === 'child' ? ageWords.child() : undefined,
    warning: undefined,
    today: client.today,
    pages: [{ label: m.cases_nav_check_ins(), href: `${base}/check-ins`, current: true }],
  };
}
