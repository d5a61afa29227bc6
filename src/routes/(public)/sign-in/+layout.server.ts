import { carriedForm } from '#web/kept-form.server';
import { wayBack } from '#web/way-back';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ url, request }) => {
  const back = wayBack(url.searchParams.get('back'));
  return {
    here: url.pathname + url.search,
    /** Behind the name of an action. */
    back: back === '/' ? '' : `&back=${encodeURIComponent(back)}`,
    kept: carriedForm(request) ?? null,
  };
};
