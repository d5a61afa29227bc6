import { formatCode } from '#kernel/codes';
import { formatDate, formatDays, formatNumericDate } from '#kernel/format';
import {
  adviceWords,
  documentWords,
  howWords,
  isRunning,
  isValid,
  LetterForm,
  nextState,
  ownerOf,
  PaperForm,
  purposeWords,
  speakers,
  speakerWords,
  StatementForm,
  stateWords,
  stepWords,
  warningWords,
} from '#modules/permits';
import {
  addPermitPaper,
  addStatement,
  draftAnotherLetter,
  paperBytes,
  permitCode,
  type PermitInFull,
} from '#modules/permits/server';
import { stateWords as periodWords } from '#modules/check-ins';
import { listGuarantors } from '#modules/cases/server';
import { stateWords as letterStateWords } from '#modules/letters';
import { roleWords } from '#modules/units';
import { m } from '#messages';
import type { Locale } from '#kernel/format';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../shown.server.ts';
import { act } from '../act.server.ts';
import { dueWords } from '../../../../../due.server.ts';
import { showPermit } from '../shown.server.ts';
import { stepsOpen } from './steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { permit: one, header, ...page } = await showPermit(ctx, params, language);
    const owner = ownerOf(one.state);
    const guarantors = (await listGuarantors(ctx, params.caseId)).filter(({ endedOn }) => endedOn === null);
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      facts: factsOf(one, language),
      warnings: one.warnings.map((warning) => warningWords[warning]()),
      steps: stepsOpen(one).map(({ name, label }) => ({ label, href: `${page.base}/step?do=${name}` })),
      next: owner && {
        who: owner === 'pk' ? (header.pkName ?? m.cases_no_counsellor()) : roleWords[owner](),
        due: dueWords(one, one.today, language),
        late: one.dueOn !== null && one.dueOn < one.today,
      },
      statements: one.statements.map((said) => ({
        id: said.id,
        who: `${speakerWords[said.who]()}: ${said.name}`,
        agrees: said.agrees,
        day: formatDate(said.saidOn, language),
        note: said.note,
        by: said.by ?? '',
        file: said.fileId ? `/files/${said.fileId}` : undefined,
      })),
      papers: one.papers.map(({ id, name, fileId, by }) => ({
        id,
        name,
        href: `/files/${fileId}`,
        by: by ?? m.permits_by_client(),
      })),
      letter: one.letter && {
        href: `/letters/${one.letter.id}`,
        label: one.letter.label ?? m.permits_letter_draft(),
        state: letterStateWords[one.letter.state](),
        isNumbered: one.letter.label !== null,
      },
      mayDraft: isValid(one.state) && one.letter === null && one.may.handle,
      slips: one.slips.map((slip) => ({
        id: slip.id,
        href: `/p/${permitCode(slip.id)}`,
        code: formatCode(permitCode(slip.id)),
        text: m.permits_slip({ number: slip.label, day: formatDate(slip.issuedOn, language) }),
        voided: slip.voidedOn ? m.permits_slip_void({ day: formatDate(slip.voidedOn, language) }) : undefined,
      })),
      dues: one.dues.map((period) => ({
        id: period.id,
        days: formatDays(period.from, period.through, language),
        state: periodWords[period.state](),
      })),
      moves: one.moves.map((move) => ({
        id: move.id,
        what: `${stepWords[move.step]()}: ${stateWords[move.to]()}`,
        advice: move.advice ? adviceWords[move.advice]() : undefined,
        day: formatDate(move.day, language),
        by: move.by ?? m.permits_by_client(),
        document: [documentWords[move.document](), move.documentNumber].filter(Boolean).join(' '),
        reason: move.reason,
      })),
      mayAdd: one.may.handle && isRunning(one.state),
      mayAdvise: one.may.handle && nextState(one, 'advise') !== undefined,
      isChild: one.isChild,
      guarantor: guarantors[0]?.name ?? '',
      speakers: optionsOf(speakerWords, one.isChild ? speakers : ['guarantor']),
      today: formatNumericDate(one.today),
      most: paperBytes,
      statementId: newSubmissionId(),
      paperId: newSubmissionId(),
      letterId: newSubmissionId(),
    };
  });

function factsOf(one: PermitInFull, locale: Locale) {
  const day = (on: typeof one.decidedOn) => (on ? formatDate(on, locale) : undefined);
  return [
    { label: m.permits_destination(), value: one.destination },
    { label: m.permits_days(), value: formatDays(one.fromOn, one.untilOn, locale) },
    { label: m.permits_stay(), value: one.stay },
    ...(one.companion ? [{ label: m.permits_companion(), value: one.companion }] : []),
    { label: m.permits_purpose(), value: `${purposeWords[one.purpose]()}: ${one.purposeText}` },
    { label: m.permits_asked(), value: `${formatDate(one.askedOn, locale)}, ${howWords[one.askedHow]()}` },
    ...(one.decidedOn ? [{ label: m.permits_decided(), value: day(one.decidedOn) }] : []),
    ...(one.returnedOn ? [{ label: m.permits_returned(), value: day(one.returnedOn) }] : []),
  ];
}

const back = (event: { params: { caseId: string; permitId: string } }) =>
  `/clients/${event.params.caseId}/permits/${event.params.permitId}?saved=1`;

export const actions: Actions = {
  statement: (event) =>
    act(
      event,
      StatementForm,
      (ctx, { submissionId: _, agrees, ...said }, at) =>
        addStatement(ctx, { ...said, ...at, agrees: agrees === 'yes' }),
      { file: 'optional', to: () => back(event), fieldOf: { day_in_future: 'saidOn', file_refused: 'file' } },
    ),
  paper: (event) =>
    act(event, PaperForm, (ctx, { name }, at) => addPermitPaper(ctx, { ...at, name, file: at.file! }), {
      file: 'required',
      to: () => back(event),
      fieldOf: { file_refused: 'file' },
    }),
  letter: (event) => act(event, LetterForm, (ctx, _, at) => draftAnotherLetter(ctx, at), { to: () => back(event) }),
};
