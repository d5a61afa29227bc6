import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { getLocale, m } from '#messages';
import { inLanguage } from '#messages/server';

test('two people answered at the same moment each read their own language', async () => {
  const answer = (language: 'id' | 'en', wait: number) =>
    inLanguage(language, async () => {
      const said = [m.frame_language_name()];
      await pause(wait);
      said.push(m.frame_language_name());
      await Promise.all([pause(1), pause(wait)]);
      said.push(m.frame_language_name());
      return said;
    });

  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => answer(i % 2 === 0 ? 'id' : 'en', (i * 7) % 5)),
  );

  answers.forEach((said, i) => {
    const word = i % 2 === 0 ? 'Bahasa Indonesia' : 'English';
    expect(said).toEqual([word, word, word]);
  });
});

test('without a request the house speaks Indonesian', () => {
  expect(getLocale()).toBe('id');
});

test('a sentence can be asked for in one named language', () => {
  inLanguage('id', () => expect(m.frame_language_name({}, { locale: 'en' })).toBe('English'));
});
