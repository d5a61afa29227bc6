import { readOwnCard } from '#modules/accounts/server';
import { readOwnCase } from '#modules/cases/server';
import { bringingKept, carriedForm } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { wayBack } from '#web/way-back';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

/** Enough for the right person to know his card, too little for a wrong one to learn a name. */
export const load: PageServerLoad = async ({ locals, url, request }) => {
  const { card, own } = await locals.read(async (ctx) => ({
    card: await readOwnCard(ctx),
    own: await readOwnCase(ctx),
  }));
  const back = wayBack(url.searchParams.get('back'), '/my');
  const kept = carriedForm(request);
  return {
    on: kept?.sealed ? bringingKept(back) : back,
    kept: kept ?? null,
    kind: card.kind,
    deviceChanged: url.searchParams.get('device') === 'changed',
    initials: initialsOf(own.name),
    registerEnd: own.registerLabel && own.registerLabel.length > 4 ? `…${own.registerLabel.slice(-4)}` : null,
  };
};

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => /\p{L}/u.exec(word)?.[0])
    .filter((letter) => letter !== undefined)
    .map((letter) => `${letter.toLocaleUpperCase('id')}.`)
    .join(' ');
}
