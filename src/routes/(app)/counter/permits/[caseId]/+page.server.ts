import { formatDate, formatDays, formatNumericDate, type Locale } from '#kernel/format';
import { lastDay } from '#kernel/holidays';
import {
  isRunning,
  JourneyForm,
  PaperOfForm,
  scopeWords,
  speakers,
  speakerWords,
  StatementOfForm,
  stateWords,
  type PermitRefused,
} from '#modules/permits';
import {
  addPermitPaper,
  addStatement,
  askPermit,
  paperBytes,
  readAtCounter,
  type AtCounter,
  type CounterPermit,
} from '#modules/permits/server';
import { getUnit } from '#modules/units/server';
import type { Unit } from '#modules/units';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { dueWords, sayLastDay } from '../../../../due.server.ts';
import { besideJourney, journeyChoices } from '../../../../journey-fields.server.ts';
import { warnOfClient } from '../../../away/shown.server.ts';
import { act } from '../../../clients/[caseId]/permits/act.server.ts';
import { optionsOf } from '../../../clients/shown.server.ts';
import { slipSize } from '../../slip-shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['permit:ask'] };

export const load: PageServerLoad = ({ locals, params, url, cookies }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const one = await readAtCounter(ctx, params.caseId);
    const receiptOf = one.permits.find(({ id }) => id === url.searchParams.get('receipt'));
    return {
      name: one.name,
      away: await warnOfClient(ctx, params.caseId, language),
      register: one.registerLabel ?? '',
      saved: url.searchParams.has('saved'),
      isNew: url.searchParams.has('new'),
      receipt: receiptOf && receiptShown(one, receiptOf, await getUnit(ctx, one.unitId), language),
      size: slipSize(cookies, url),
      permits: one.permits.map((permit) => ({
        id: permit.id,
        where: permit.destination,
        scope: scopeWords[permit.scope](),
        days: formatDays(permit.fromOn, permit.untilOn, language),
        asked: formatDate(permit.askedOn, language),
        state: stateWords[permit.state](),
        due: dueWords(permit, one.today, language),
        words: permit.words,
        papers: permit.papers,
        receiptHref: `/counter/permits/${params.caseId}?receipt=${permit.id}`,
        fileHref: one.mayHandle ? `/clients/${params.caseId}/permits/${permit.id}` : undefined,
        add: isRunning(permit.state) ? { statementId: newSubmissionId(), paperId: newSubmissionId() } : undefined,
      })),
      submissionId: newSubmissionId(),
      choices: await journeyChoices(one.isOnParole),
      speakers: optionsOf(speakerWords, one.isChild ? speakers : ['guarantor']),
      isChild: one.isChild,
      today: formatNumericDate(one.today),
      most: paperBytes,
    };
  });

/** No name and no place: the paper may be lost, and the register number is enough for its owner. */
function receiptShown(of: AtCounter, permit: CounterPermit, unit: Unit, language: Locale) {
  const due = lastDay(permit.dueOn, permit.dueCounts);
  return {
    office: unit.name,
    contact: unit.phone || unit.address,
    register: of.registerLabel ?? '',
    asked: formatDate(permit.askedOn, language),
    days: formatDays(permit.fromOn, permit.untilOn, language),
    scope: scopeWords[permit.scope](),
    state: stateWords[permit.state](),
    due: permit.state === 'asked' && due ? sayLastDay(due, language) : '',
    words: permit.words > 0,
    papers: permit.papers,
  };
}

const here = (event: { params: { caseId: string } }) => `/counter/permits/${event.params.caseId}`;

type Answer = { ok: true } | PermitRefused;
type AtPermit = { ok: true; permitId: string };
/** Back to the receipt, on which what was added stands. */
const receipt =
  (event: { params: { caseId: string } }) =>
  ({ permitId }: AtPermit) =>
    `${here(event)}?receipt=${permitId}&saved`;
const withPermit = (permitId: string, answer: Answer): AtPermit | PermitRefused =>
  answer.ok ? { ok: true, permitId } : answer;

export const actions: Actions = {
  ask: (event) =>
    act(
      event,
      JourneyForm,
      (ctx, { submissionId: _, ...journey }, { caseId }) => askPermit(ctx, { ...journey, caseId, askedHow: 'counter' }),
      { to: ({ permitId }) => `${here(event)}?receipt=${permitId}&new`, fieldOf: besideJourney },
    ),
  statement: (event) =>
    act(
      event,
      StatementOfForm,
      async (ctx, { submissionId: _, agrees, ...said }, { caseId, file }) =>
        withPermit(said.permitId, await addStatement(ctx, { ...said, caseId, file, agrees: agrees === 'yes' })),
      { file: 'optional', to: receipt(event), fieldOf: { day_in_future: 'saidOn', file_refused: 'file' } },
    ),
  paper: (event) =>
    act(
      event,
      PaperOfForm,
      async (ctx, { permitId, name }, { caseId, file }) =>
        withPermit(permitId, await addPermitPaper(ctx, { caseId, permitId, name, file: file! })),
      { file: 'required', to: receipt(event), fieldOf: { file_refused: 'file' } },
    ),
};
