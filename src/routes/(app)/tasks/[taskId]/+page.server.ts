import { formatDate, formatNumber, formatShortMoment } from '#kernel/format';
import { channelWords, type Channel } from '#modules/check-ins';
import { readAlarm, type AlarmEntry } from '#modules/check-ins/server';
import { kindWords, type ContactKind } from '#modules/contacts';
import { nameOfKind, wordFacts } from '#modules/tasks';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { idOf } from '../../ledger-act.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'whoever is shown an alarm sees what it rests on' };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const alarm = await readAlarm(ctx, idOf(params.taskId));
    return {
      title: nameOfKind(alarm.kind),
      says: wordFacts(alarm.kind, alarm.facts, alarm.officer),
      summary: m.check_ins_alarm_summary({ count: formatNumber(alarm.entries.length, language) }),
      rows: alarm.entries.map((one) => ({
        id: one.id,
        client: [one.name, one.registerLabel].filter(Boolean).join(' · ') || m.check_ins_alarm_no_number(),
        // A file that is not within reach asks for a reason there.
        href: hrefOf(one),
        day: formatDate(one.happenedOn, language),
        recorded: formatShortMoment(one.recordedAt, alarm.zone, language),
        how: one.isReport ? channelWords[one.channel as Channel]() : kindWords[one.channel as ContactKind](),
        voided: one.voided,
      })),
    };
  });

function hrefOf({ id, caseId, name, isReport }: AlarmEntry): string {
  if (name === null) return `/clients/${caseId}`;
  return isReport ? `/reviews/${id}` : `/clients/${caseId}/contacts#contact-${id}`;
}
