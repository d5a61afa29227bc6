import { redirect } from '@sveltejs/kit';
import { formatMoment, formatNumber } from '#kernel/format';
import {
  CancelForm,
  columnLetter,
  columnsOf,
  fileProblemWord,
  guessColumns,
  kinds,
  mapForm,
  refusalWords,
  stateWords,
  TakeForm,
  wordGroup,
  type ImportOnFile,
  type Mapping,
} from '#modules/imports';
import { holds } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { listQuestions } from '#modules/people/server';
import {
  cancelImport,
  countProblems,
  getImport,
  listRows,
  listTakenPeople,
  mapImport,
  progressOf,
  shownRows,
  takeImport,
  type RowFilter,
} from '#modules/imports/server';
import { m, type Locale } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring', 'custody:import'] };

export const load: PageServerLoad = async ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language, actor } = locals;
    const one = await getImport(ctx, params.id);
    const zone = actor!.postings[0]!.zone;
    const number = (value: number) => formatNumber(value, language);
    const moment = (name: string, at: Date) => ({ name, when: formatMoment(at, zone, language) });
    const maps = one.state === 'mapping' || (one.state === 'checked' && url.searchParams.has('map'));
    const judged = one.state === 'checked' || one.state === 'done';
    return {
      submissionId: newSubmissionId(),
      id: one.id,
      state: one.state,
      stateWord: stateWords[one.state](),
      fileName: one.fileName,
      unitName: one.unitName,
      says: sayAll(one, language),
      open: await openQuestions(ctx, one).then((open) => open && { ...open, text: number(open.count) }),
      problem: one.problem ? fileProblemWord(one.problem) : null,
      brought: moment(one.madeBy, one.madeAt),
      taken: one.takenBy && one.takenAt ? moment(one.takenBy, one.takenAt) : null,
      progress: progressOf(one, language),
      counts: Object.fromEntries(
        (['total', 'good', 'bad', 'same', 'likely', 'warned', 'taken', 'leftBack'] as const).map((key) => [
          key,
          { value: one[key], text: number(one[key]) },
        ]),
      ) as Record<
        'total' | 'good' | 'bad' | 'same' | 'likely' | 'warned' | 'taken' | 'leftBack',
        { value: number; text: string }
      >,
      sure: { value: one.good - one.likely, text: number(one.good - one.likely) },
      tidied: one.tidiedAt !== null,
      map: maps ? mappingOf(one, url) : null,
      found: judged && !maps && one.tidiedAt === null ? await findings(ctx, one, url) : null,
    };

    async function findings(of: ReadCtx, it: ImportOnFile, at: URL) {
      const counted = {
        problems: await countProblems(of, it, 'problems'),
        warnings: await countProblems(of, it, 'warnings'),
      };
      const groups = (which: 'problems' | 'warnings') =>
        counted[which].map(({ column, problem, rows }) => ({
          key: `${column} ${problem}`,
          column: column === null ? '' : kinds[it.kind].words[column]!(),
          problem: wordGroup(kinds[it.kind], problem, language),
          rows: number(rows),
        }));
      const searched = counted.warnings.find(({ problem }) => problem === 'imports_warning_searched')?.rows ?? 0;
      const count = { bad: it.bad, searched, likely: it.likely, warned: it.warned };
      const filters = (['bad', 'searched', 'likely', 'warned'] as const).filter((filter) => count[filter] > 0);
      const asked = at.searchParams.get('show');
      const show: RowFilter | undefined = filters.find((filter) => filter === asked) ?? filters[0];
      const after = Number(/^\d{1,7}$/.exec(at.searchParams.get('after') ?? '')?.[0] ?? 0);
      const page = show ? await listRows(of, it, show, after) : { rows: [], next: null };
      return {
        problems: groups('problems'),
        warnings: groups('warnings'),
        searched: searched > 0 ? { count: number(searched), href: `/imports/${it.id}?show=searched#rows` } : undefined,
        show: show ?? null,
        exportHref: show
          ? await exportHref(of, 'import-rows', it.unitId, { of: it.id, show }, page.rows.length)
          : undefined,
        tabs: filters.map((filter) => ({
          label: {
            bad: m.imports_count_bad(),
            searched: m.imports_count_searched(),
            likely: m.imports_count_likely(),
            warned: m.imports_count_warned(),
          }[filter],
          href: `/imports/${it.id}?show=${filter}#rows`,
          current: filter === show,
          count: count[filter],
        })),
        rows: await shownRows(of, it, page.rows, show === 'bad' ? 'problems' : 'warnings', language),
        next: page.next === null ? undefined : `/imports/${it.id}?show=${show}&after=${page.next}#rows`,
      };
    }
  });

/** How many of those who were taken may be somebody known elsewhere, for whoever decides about that. */
async function openQuestions(ctx: ReadCtx, one: ImportOnFile) {
  if (one.state !== 'done' || !holds(ctx.actor, 'person:link')) return null;
  const among = await listTakenPeople(ctx, one);
  const { total } = among.length > 0 ? await listQuestions(ctx, { among }, { limit: 1 }) : { total: 0 };
  return total === 0 ? null : { count: total, href: `/people/questions?import=${one.id}` };
}

/** What the page says of this kind of list, with its counts. */
function sayAll(one: ImportOnFile, language: Locale) {
  const { says, taken } = kinds[one.kind];
  const count = formatNumber(one.good - one.likely, language);
  return {
    title: says.title(),
    likely: says.likely(),
    take: says.take({ count }),
    takeQuestion: says.takeQuestion({ count, unit: one.unitName }),
    takeConsequence: says.takeConsequence(),
    cancelConsequence: says.cancelConsequence(),
    done: says.done({ count: formatNumber(one.taken, language) }),
    see: { href: taken.href, label: taken.label() },
    // Only a list of clients has numbers to which somebody owes reminders.
    hasNumbers: one.kind === 'clients' && ['phone', 'whatsapp'].some((id) => one.mapping?.columns[id] !== undefined),
  };
}

/** The chosen sheet and head row, with our guess for each column or what was settled before. */
function mappingOf(one: ImportOnFile, url: URL) {
  const kind = kinds[one.kind];
  const sheets = one.preview ?? [];
  const asked = (name: string, otherwise: number) => {
    const typed = /^\d{1,3}$/.exec(url.searchParams.get(name) ?? '')?.[0];
    return typed === undefined ? otherwise : Number(typed);
  };
  const sheetIndex = Math.min(asked('sheet', one.mapping?.sheet ?? 0), Math.max(0, sheets.length - 1));
  const sheet = sheets[sheetIndex];
  const rows = sheet?.first ?? [];
  const headerRow = Math.min(Math.max(1, asked('row', one.mapping?.headerRow ?? 1)), Math.max(1, rows.length));
  const heads = rows[headerRow - 1] ?? [];
  const isSettled = one.mapping?.sheet === sheetIndex && one.mapping.headerRow === headerRow;
  const guessed: Mapping['columns'] = isSettled ? one.mapping!.columns : guessColumns(kind, heads);
  const label = (index: number) => {
    const head = heads[index] ?? '';
    const letter = m.imports_mapping_column_letter({ letter: columnLetter(index) });
    return head === '' ? letter : `${columnLetter(index)}: ${head}`;
  };
  const width = Math.min(
    80,
    Math.max(heads.length, ...rows.slice(headerRow, headerRow + 5).map((row) => row.length), 0),
  );
  const used = new Set(Object.values(guessed));
  return {
    sheet: String(sheetIndex),
    headerRow: String(headerRow),
    sheets: sheets.map((item, index) => ({ value: String(index), label: item.name })),
    headerRows: rows.map((row, index) => ({
      value: String(index + 1),
      label: `${index + 1}: ${row
        .filter((text) => text !== '')
        .join(' · ')
        .slice(0, 80)}`,
    })),
    options: Array.from({ length: width }, (_, index) => ({ value: String(index), label: label(index) })),
    columns: columnsOf(kind).map((id) => ({
      id,
      name: `column_${id}`,
      label: kind.columns[id]!.required ? `${kind.words[id]!()} (${m.imports_mapping_required()})` : kind.words[id]!(),
      value: guessed[id] === undefined ? '' : String(guessed[id]),
    })),
    unused: heads.flatMap((head, index) => (head === '' || used.has(index) ? [] : [head])).join(', '),
    preview: {
      heads: heads.slice(0, 12).map((head, index) => ({ key: String(index), label: head || columnLetter(index) })),
      rows: rows.slice(headerRow, headerRow + 4).map((row, index) => ({ key: index, cells: row.slice(0, 12) })),
    },
  };
}

export const actions: Actions = {
  map: async ({ request, locals, params }) => {
    const form = await readForm(request, mapForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { sheet, headerRow } = form.values;
    const typed = form.values as Record<string, unknown>;
    const columns = Object.fromEntries(
      Object.entries(typed).flatMap(([name, at]) =>
        name.startsWith('column_') && typeof at === 'number' ? [[name.slice('column_'.length), at]] : [],
      ),
    );
    const answer = await locals.runOnce(form.submission, (ctx) =>
      mapImport(ctx, { importId: params.id, sheet, headerRow, columns }),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/imports/${params.id}`);
  },
  take: async ({ request, locals, params }) => {
    const form = await readForm(request, TakeForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { likely, forNotices } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      takeImport(ctx, { importId: params.id, likely, forNotices }),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/imports/${params.id}`);
  },
  cancel: async ({ request, locals, params }) => {
    const form = await readForm(request, CancelForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => cancelImport(ctx, params.id));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/imports/${params.id}`);
  },
};
