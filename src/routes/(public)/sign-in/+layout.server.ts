import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ url }) => ({ here: url.pathname + url.search });
