import { formatNumericDate } from '#kernel/format';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { answersOf, type Answers } from '#modules/check-ins';
import { readClient, type RecordAnswer } from '#modules/check-ins/server';
import type { Ctx } from '#platform/ctx';
import { newSubmissionId } from '#web/form.server';
import type { RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { act, idOf } from '../../../ledger-act.server.ts';
import { questionsShown } from '../../../ledger-shown.server.ts';
import { showLedgerHead } from './head.server.ts';

type Option = { value: string; label: string };
/** What the form of one kind of report asks beside the day, the talk and the questions. */
export type OwnField =
  | { is: 'radios'; name: string; label: string; options: Option[]; inline?: true }
  | { is: 'text'; name: string; label: string; maxlength: number }
  | { is: 'box'; name: string; label: string; hint: string };

type Typed = Parameters<typeof answersOf>[0] & { submissionId: string; happenedOn: PlainDate };
type Report<T> = T & { caseId: string; answers: Answers | undefined };

/** A report that an officer took himself: one form, one way to record it; a kind says what is its own. */
export type ReportKind<T extends Typed> = {
  title: () => string;
  lead: () => string;
  /** Whether the client was there can be asked without a talk. */
  talkOptional?: true;
  own: () => OwnField[];
  form: (today: PlainDate) => v.GenericSchema<unknown, T>;
  record: (ctx: Ctx, report: Report<T>) => Promise<RecordAnswer>;
};

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { caseId: string } };

export function reportPage<T extends Typed>(kind: ReportKind<T>) {
  return {
    show: ({ locals, params }: Event) =>
      locals.read(async (ctx) => {
        const head = await showLedgerHead(ctx, params.caseId, locals.language, 'mayRecord');
        return {
          head,
          title: kind.title(),
          lead: kind.lead(),
          own: kind.own(),
          talkOptional: kind.talkOptional ?? false,
          submissionId: newSubmissionId(),
          today: formatNumericDate(head.today),
          yesterday: formatNumericDate(addDays(head.today, -1)),
          latest: head.today,
          questions: questionsShown(),
        };
      }),
    record: async (event: Event) => {
      const caseId = idOf(event.params.caseId);
      const { today } = await event.locals.read((ctx) => readClient(ctx, caseId));
      return act(
        event,
        kind.form(today),
        (ctx, typed) => kind.record(ctx, { ...typed, caseId, answers: answersOf(typed) }),
        `/clients/${caseId}/check-ins?saved=1`,
        {
          in_the_future: 'happenedOn',
          too_long_ago: 'happenedOn',
          before_reception: 'happenedOn',
          supervision_ended: 'happenedOn',
        },
      );
    },
  };
}

export type ShownReport = Awaited<ReturnType<ReturnType<typeof reportPage>['show']>>;
