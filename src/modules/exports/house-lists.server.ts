import { formatFileSize, formatNumericDate, formatShortMoment } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { getLocale, m } from '#messages';
import { listServiceAccounts, listTokens } from '#modules/accounts/server';
import { runKindWords, runStateWords, sayRun } from '#modules/backups';
import { listBackupRuns } from '#modules/backups/server';
import { paperStateWords } from '#modules/check-ins';
import { listPaperLists, readPaperList } from '#modules/check-ins/server';
import { getUnit, unitsBelow } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { closed, counsellor, who } from './columns.ts';
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
    { id: 'account', label: m.accounts_field_service_account, kind: 'text' },
    { id: 'label', label: m.accounts_field_token_label, kind: 'text' },
    { id: 'scopes', label: m.accounts_field_scopes, kind: 'text' },
    { id: 'seen', label: m.accounts_field_seen, kind: 'text' },
    { id: 'until', label: m.accounts_field_until, kind: 'date' },
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
    { id: 'started', label: m.backups_column_started, kind: 'text' },
    { id: 'kind', label: m.backups_column_kind, kind: 'text' },
    { id: 'state', label: m.backups_column_state, kind: 'text' },
    { id: 'bytes', label: m.backups_column_bytes, kind: 'text' },
    { id: 'destination', label: m.backups_destination, kind: 'text' },
    { id: 'detail', label: m.backups_column_detail, kind: 'text' },
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
    { id: 'day', label: m.check_ins_paper_day, kind: 'date' },
    { id: 'reason', label: m.check_ins_paper_reason, kind: 'text' },
    { id: 'state', label: m.check_ins_state, kind: 'text' },
    { id: 'lines', label: m.check_ins_paper_lines, kind: 'number' },
    { id: 'by', label: m.check_ins_paper_typed_by, kind: 'text' },
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
  columns: [...who, { id: 'receipt', label: m.check_ins_receipt, kind: 'text' }, counsellor, ...closed],
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
      const list = (await papers(ctx, ask)).find(({ id }) => id === ask.filters['of']);
      return { rows: list ? (await readPaperList(ctx, list.id)).entries : [], next: null };
    },
    { values: ({ receipt }) => ({ receipt }) },
  ),
});
