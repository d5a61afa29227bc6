import { carriedOn } from '#web/kept-form.server';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => ({ here: event.url.pathname + event.url.search, ...carriedOn(event) });
