import { formatShortMoment } from '#kernel/format';
import { holds, unitsWhere } from '#modules/access';
import { accountStateWords } from '#modules/accounts';
import { accountWaits, listAccounts, type AccountWait } from '#modules/accounts/server';
import { exportHref } from '#modules/exports/server';
import { roleWords } from '#modules/units';
import { getUnit, listPostingsToApprove, unitsBelow, unitsToBegin } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { chosenUnit, showPosting, unitsToPostAt } from '../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['account:administer', 'posting:approve'] };

const PAGE = 50;

const waitWords: Record<AccountWait, () => string> = {
  no_factor: m.accounts_waits_no_factor,
  open_link: m.accounts_waits_open_link,
  ending_post: m.accounts_waits_ending_post,
};

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  const name = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  const page = Math.min(1000, Math.max(1, Math.trunc(Number(url.searchParams.get('page')) || 1)));
  const withBelow = url.searchParams.has('below');
  const waits = accountWaits.find((one) => one === url.searchParams.get('waits'));
  return locals.read(async (ctx) => {
    const begun = await unitsToBegin(ctx, 'posting:approve');
    const tops = [...unitsWhere(actor, 'posting:approve').map(({ unitId }) => unitId), ...begun];
    const waiting = (await listPostingsToApprove(ctx, tops)).map((posting) =>
      showPosting(posting, actor, locals.language),
    );
    const mayAdminister = holds(actor, 'account:administer');
    const choices = accountWaits.map((value) => ({ value, label: waitWords[value]() }));
    const units = mayAdminister ? await unitsToPostAt(ctx) : [];
    if (!mayAdminister || units.length === 0)
      return {
        waiting,
        units,
        unit: null,
        exportHref: undefined,
        withBelow,
        waits,
        choices,
        accounts: [],
        name,
        pages: {},
      };
    const unit = await getUnit(ctx, chosenUnit(url, units));
    const found = await listAccounts(ctx, withBelow ? await unitsBelow(ctx, unit.id) : [unit.id], {
      name,
      ...(waits ? { waits } : {}),
      limit: PAGE + 1,
      offset: (page - 1) * PAGE,
    });
    const at = (number: number) => {
      const there = new URLSearchParams(url.searchParams);
      there.set('page', String(number));
      return `/admin/accounts?${there}`;
    };
    return {
      waiting,
      units,
      unit: { id: unit.id, name: unit.name },
      exportHref: await exportHref(
        ctx,
        'accounts',
        unit.id,
        { waits, below: withBelow ? 'on' : undefined },
        found.length,
      ),
      withBelow,
      waits,
      choices,
      name,
      pages: {
        previous: page > 1 ? at(page - 1) : undefined,
        next: found.length > PAGE ? at(page + 1) : undefined,
      },
      accounts: found.slice(0, PAGE).map((account) => ({
        id: account.id,
        name: account.name,
        username: account.username,
        state: account.state,
        stateWord: accountStateWords[account.state](),
        roles: account.roles
          .map(({ role, waits }) => (waits ? m.accounts_role_waits({ role: roleWords[role]() }) : roleWords[role]()))
          .join(', '),
        factor: account.hasFactor ? m.accounts_has_factor() : m.accounts_no_factor(),
        password: account.passwordSetAt ? '' : m.accounts_no_password(),
        seen: account.lastSeenAt
          ? formatShortMoment(account.lastSeenAt, unit.zone, locals.language)
          : m.accounts_never(),
      })),
    };
  });
};
