import { error } from '@sveltejs/kit';
import { drawQr } from '#ui/qr.ts';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'components shown with invented content' };

export const load: PageServerLoad = ({ url }) => {
  const frame = url.searchParams.get('frame') ?? 'staff';
  if (frame !== 'staff' && frame !== 'client' && frame !== 'public') error(404);
  return { frame: frame as 'staff' | 'client' | 'public', qr: drawQr('https://simpul.example/l/8KQ2-77HM') };
};
