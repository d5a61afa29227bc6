import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { newPersonForm } from '#modules/people';
import { askWho } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { warnOf } from '../../away/shown.server.ts';
import { dayOf, metOf, showWho } from '../shown.server.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:receive'] };

/** Asked while somebody types a new person. Posted, so that names stand in no address and no log. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const { name, nik, birth, motherName, birthPlace } = newPersonForm(dayOf(locals.actor)).entries;
  const typed: unknown = await request.json().catch(() => ({}));
  // A field that is still half typed says nothing yet.
  const half = <T>(field: v.GenericSchema<unknown, T>) => v.fallback(v.nullish(field), undefined);
  const read = v.safeParse(
    v.object({ name, nik: half(nik), birth: half(birth), motherName: half(motherName), birthPlace: half(birthPlace) }),
    typed,
  );
  if (!read.success) return json({ title: '', candidates: [], elsewhere: [] });
  const facts = {
    ...read.output,
    mother: read.output.motherName ?? undefined,
    birthPlace: read.output.birthPlace ?? undefined,
  };
  const { found, away } = await locals.read(async (ctx) => ({
    found: await askWho(ctx, facts),
    away: await warnOf(ctx, metOf(facts), locals.language),
  }));
  const count = found.candidates.length;
  const title =
    away.length > 0
      ? m.at_large_warning_title()
      : count > 0
        ? m.people_dup_live_some({ count })
        : m.people_elsewhere_title();
  const { candidates, elsewhere } = showWho(found, facts, locals.language);
  // Who is searched stands first, whatever else agrees.
  return json({ title, candidates, elsewhere: [...away.map(({ says, ask }) => ({ says, ask })), ...elsewhere] });
};
