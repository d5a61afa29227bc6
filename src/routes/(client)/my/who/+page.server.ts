import { readOwnCard } from '#modules/accounts/server';
import { readOwnCase } from '#modules/cases/server';
import { bringingKept, carriedForm } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { wayBack } from '#web/way-back';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

/**
 * Enough for the right person to know his record, too little for a wrong one to learn whose it is: initials, who guides him, and how
 * his number begins. Its end is the year, which thousands share, and its middle would say why he is guided.
 */
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
    counsellor: own.counsellor,
    registerStart: own.registerLabel ? beginningOf(own.registerLabel) : null,
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

/** The first number in it, the running one of the book; what has none shows two letters. */
function beginningOf(label: string): string {
  return `${/^\D{0,2}?(\d{1,6})/.exec(label)?.[1] ?? label.slice(0, 2)}…`;
}
