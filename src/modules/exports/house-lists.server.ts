import { formatFileSize, formatNumericDate, formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { dayAt } from '#kernel/zone';
import { getLocale, m } from '#messages';
import { listServiceAccounts, listTokens } from '#modules/accounts/server';
import { runKindWords, runStateWords, sayRun } from '#modules/backups';
import { listBackupRuns } from '#modules/backups/server';
import { paperOutcomeWords, paperStateWords, refusalWords } from '#modules/check-ins';
import { listPaperLists, readPaperList } from '#modules/check-ins/server';
import { getUnit, unitsBelow } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { closed, counsellor, date, number, text, who } from './columns.ts';
import { defineExportList, type ListAsk } from './define.ts';
import { mostRows } from './rules.ts';
import { listOfScreen, whole } from './screen-lists.queries.server.ts';

defineExportList({
  id: 'tokens',
  name: m.exports_list_tokens,
  subject: 'office',
  about: m.exports_about_tokens,
  any: ['token:issue'],
  people: false,
  columns: [
    text('account', m.accounts_field_service_account),
    text('label', m.accounts_field_token_label),
    text('scopes', m.accounts_field_scopes),
    text('seen', m.accounts_field_seen),
    date('until', m.accounts_field_until),
  ],
  filters: [],
  ...whole(async (ctx, { unitId }) => {
    const { zone } = await getUnit(ctx, unitId);
    const accounts = await listServiceAccounts(ctx, await unitsBelow(ctx, unitId));
    const tokens = await listTokens(
      ctx,
      accounts.map(({ id }) => id),
    );
    return tokens.map((token) => ({
      account: token.accountName,
      label: token.label,
      scopes: token.scopes.join(', '),
      seen: formatShortMoment(token.lastSeenAt, zone, getLocale()),
      until: dayAt(zone, token.expiresAt),
    }));
  }),
});

defineExportList({
  id: 'backup-runs',
  name: m.exports_list_backup_runs,
  subject: 'office',
  about: m.exports_about_backup_runs,
  any: ['backup:read'],
  people: false,
  columns: [
    text('started', m.backups_column_started),
    text('kind', m.backups_column_kind),
    text('state', m.backups_column_state),
    text('bytes', m.backups_column_bytes),
    text('destination', m.backups_destination),
    text('detail', m.backups_column_detail),
  ],
  filters: [],
  ...whole(async (ctx, { unitId }) => {
    const { zone } = await getUnit(ctx, unitId);
    return (await listBackupRuns(ctx, mostRows)).map((run) => ({
      started: formatShortMoment(run.startedAt, zone, getLocale()),
      kind: runKindWords[run.kind](),
      state: runStateWords[run.state](),
      bytes: run.bytes === null ? null : formatFileSize(run.bytes, getLocale()),
      destination: run.destination,
      detail: sayRun(run, getLocale()),
    }));
  }),
});

/** The lists that an office typed in after an outage; a list of its own for who stands on them, which is about people. */
const papers = (ctx: ReadCtx, { unitId }: Pick<ListAsk, 'unitId'>) => listPaperLists(ctx, { unitId, limit: mostRows });

defineExportList({
  id: 'paper-lists',
  name: m.exports_list_paper_lists,
  subject: 'reports',
  about: m.exports_about_paper_lists,
  any: ['paper:type', 'paper:approve'],
  people: false,
  columns: [
    date('day', m.check_ins_paper_day),
    text('reason', m.check_ins_paper_reason),
    text('state', m.check_ins_state),
    number('lines', m.check_ins_paper_lines),
    text('by', m.check_ins_paper_typed_by),
  ],
  filters: [],
  ...whole(async (ctx, ask) =>
    (await papers(ctx, ask)).map(({ day, reason, state, lines, typedBy }) => ({
      day,
      reason,
      state: paperStateWords[state](),
      lines,
      by: typedBy,
    })),
  ),
});

defineExportList({
  id: 'paper-arrivals',
  name: m.exports_list_paper_arrivals,
  subject: 'reports',
  about: m.exports_about_paper_arrivals,
  any: ['paper:type', 'paper:approve'],
  people: true,
  columns: [
    ...who,
    text('receipt', m.check_ins_receipt),
    text('became', m.check_ins_paper_became),
    counsellor,
    ...closed,
  ],
  filters: [
    {
      id: 'of',
      label: m.check_ins_paper_title,
      kind: 'listed',
      required: true,
      options: async (ctx, unitId) =>
        (await papers(ctx, { unitId })).map(({ id, day, reason }) => ({
          value: id,
          label: `${formatNumericDate(day)} ${reason}`,
        })),
    },
  ],
  ...listOfScreen(
    async (ctx, ask) => {
      const { of } = ask.filters;
      // Of this office: a list of another one that the asker may see as well is asked for there.
      const [list] = isUuid(of) ? await listPaperLists(ctx, { unitId: ask.unitId, batchId: of }) : [];
      return { rows: list ? (await readPaperList(ctx, list.id)).entries : [], next: null };
    },
    {
      values: ({ receipt, outcome, refusal }) => ({
        receipt,
        became: refusal
          ? m.check_ins_paper_outcome_because({ why: refusalWords[refusal]() })
          : outcome && paperOutcomeWords[outcome](),
      }),
    },
  ),
});
