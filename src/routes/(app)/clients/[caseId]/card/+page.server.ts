import { formatDate } from '#kernel/format';
import { kindRow, kindWords } from '#modules/cases';
import { getUnit } from '#modules/units/server';
import type { RouteAccess } from '#web/route-access';
import { birthWords, showCase } from '../../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read'] };

/** The paper card of guidance (Kartu Bimbingan), in Indonesian whatever the screen speaks. The card with the QR code is the desk's. */
export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'card', locals.language);
    const unit = await getUnit(ctx, header.unitId);
    return {
      shown,
      paper: {
        unit: unit.name,
        address: unit.address,
        phone: unit.phone,
        name: header.name,
        birth: birthWords(header, 'id'),
        label: header.label ?? '',
        kind: `${kindRow(header.kind).short} · ${kindWords[header.kind]()}`,
        period:
          header.guidanceStart && header.guidanceEnd
            ? `${formatDate(header.guidanceStart, 'id')} s.d. ${formatDate(header.guidanceEnd, 'id')}`
            : '',
        counsellor: header.pkName ?? '',
        photo: header.photoFileId ? `/files/${header.photoFileId}` : undefined,
        lines: Array.from({ length: 18 }, (_, index) => index + 1),
      },
    };
  });
