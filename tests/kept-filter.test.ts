import { expect, test } from 'vitest';
import { forgetFilter, keepFilter, keptFilter } from '../src/routes/(app)/clients/kept-filter.server.ts';

/** A browser that keeps what it is given. */
function aBrowser() {
  const jar = new Map<string, string>();
  return {
    url: new URL('http://office.example/clients'),
    cookies: {
      get: (name: string) => jar.get(name),
      set: (name: string, value: string) => void jar.set(name, value),
      delete: (name: string) => void jar.delete(name),
    },
    jar,
  };
}

test('an officer finds his filter again, another officer at the same desk does not, and clearing forgets it', () => {
  const browser = aBrowser();
  keepFilter(browser, 'account-of-sari', 'kind=parole_pb&missed=2&sort=due');
  expect(keptFilter(browser, 'account-of-sari')).toBe('kind=parole_pb&missed=2&sort=due');
  expect(keptFilter(browser, 'account-of-budi')).toBeUndefined();
  expect([...browser.jar.values()].join()).not.toContain('account-of-sari');
  forgetFilter(browser);
  expect(keptFilter(browser, 'account-of-sari')).toBeUndefined();
});
