import { error } from '@sveltejs/kit';
import { dev } from '$app/env';
import { drawQr } from '#ui/qr.ts';
import { application } from '#web/application.server';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'components with invented content, in demo offices only' };

const frames = ['staff', 'client', 'public'] as const;

export const load: PageServerLoad = ({ url }) => {
  const asked = url.searchParams.get('frame') ?? 'staff';
  const frame = frames.find((known) => known === asked);
  if (!frame || !(dev || application().isDemo)) error(404);
  return { frame, qr: drawQr('https://simpul.example/l/8KQ2-77HM') };
};
