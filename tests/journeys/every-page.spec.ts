import { expect, test } from '@playwright/test';
import { addressesOn, expectAccessible, signIn } from './support/officer.ts';

const officers = [
  'pk.palembang',
  'apk.palembang',
  'loket.palembang',
  'kasi.palembang',
  'kepala.palembang',
  'pk.gili',
  'kepala.gili',
  'kanwil.sumsel',
  'analis.ditjenpas',
  'auditor',
  'admin.kantor',
  'admin.akun',
];

for (const username of officers) {
  test(`${username} opens every place of his rail, each is accessible, and no link leads nowhere`, async ({ page }, {
    project,
  }) => {
    test.slow();
    await signIn(page, username);
    const places = await page
      .locator('nav a[href^="/"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
    const rail = [...new Set(['/today', '/account', ...places])];
    expect(rail.length).toBeGreaterThan(2);
    const asked = new Set<string>();
    const dead: string[] = [];
    for (const place of rail) {
      const answer = await page.goto(place);
      expect(answer?.status(), place).toBe(200);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
      expect(tooWide, `${place} is wider than the screen`).toBe(false);
      if (project.name !== 'desktop') continue;
      // Lists repeat the same kind of link; three of each kind are enough to know that none leads nowhere.
      const kinds = new Map<string, number>();
      for (const address of await addressesOn(page)) {
        const kind = address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '*').split('?')[0]!;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (kinds.get(kind)! > 3 || asked.has(address)) continue;
        asked.add(address);
        const reply = await page.request.get(address, { maxRedirects: 0 });
        if (reply.status() >= 400) dead.push(`${reply.status()} ${address} (on ${place})`);
      }
    }
    expect(dead).toEqual([]);
  });
}
