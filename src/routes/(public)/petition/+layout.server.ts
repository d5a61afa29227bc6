import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => ({ here: event.url.pathname });
