import { expect, test } from 'vitest';
import { complaintsAbout } from './catalogue.ts';

const locales = ['id', 'en'];
const areas = ['frame', 'cases'];
const file = (locale: string, area: string, messages: Record<string, unknown>) => ({ locale, area, messages });

test('a catalogue that says the same in both languages has no complaints', () => {
  const files = [
    file('id', 'frame', { frame_hello: 'Halo {name}' }),
    file('en', 'frame', { frame_hello: 'Hello {name}' }),
  ];
  expect(complaintsAbout(files, locales, areas)).toEqual([]);
});

test('a sentence without its translation is named, in either direction', () => {
  const files = [file('id', 'frame', { frame_a: 'a' }), file('en', 'frame', { frame_b: 'b' })];
  expect(complaintsAbout(files, locales, areas)).toEqual([
    '"frame_b" is written in en but missing in id',
    '"frame_a" is written in id but missing in en',
  ]);
});

test('a placeholder lost in translation is named', () => {
  const files = [file('id', 'frame', { frame_hello: 'Halo {name}' }), file('en', 'frame', { frame_hello: 'Hello' })];
  expect(complaintsAbout(files, locales, areas)).toEqual(['"frame_hello" takes {name} in id but {} in en']);
});

test('a key outside its area, an area nobody listed, a key used twice and an empty sentence are named', () => {
  const files = [
    file('id', 'frame', { cases_x: 'x', frame_empty: '' }),
    file('id', 'cases', { cases_x: 'x' }),
    file('id', 'weather', { weather_rain: 'hujan' }),
    file('en', 'frame', { frame_empty: 'x' }),
    file('en', 'cases', { cases_x: 'x' }),
    file('en', 'weather', { weather_rain: 'rain' }),
  ];
  expect(complaintsAbout(files, locales, areas)).toEqual([
    'messages/id/frame.json: "cases_x" must begin with "frame_"',
    'messages/id/frame.json: "frame_empty" is empty or nested; a message is a sentence or a list of variants',
    'messages/id/cases.json: "cases_x" is already used in another area',
    'messages/id/weather.json: the area is not listed in project.inlang/settings.json, so nobody would read it',
    'messages/en/weather.json: the area is not listed in project.inlang/settings.json, so nobody would read it',
  ]);
});
