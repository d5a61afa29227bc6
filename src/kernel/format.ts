import { partsOf, weekdayOf, type Month, type PlainDate } from './plain-date.ts';
import { dayAt, timeAt, zoneLabel, type ClockTime, type Zone } from './zone.ts';

/** Written out here and not left to `Intl`, whose words differ between the browsers and servers of an office. */
export type Locale = 'id' | 'en';

const words = {
  id: {
    weekdays: ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'],
    months: [
      'Januari',
      'Februari',
      'Maret',
      'April',
      'Mei',
      'Juni',
      'Juli',
      'Agustus',
      'September',
      'Oktober',
      'November',
      'Desember',
    ],
    shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  },
  en: {
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    months: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
    shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  },
} as const;

/** Shown where there is no number to show. */
export const noFigure = '–';

/** Jumat, 20 November 2026 */
export function formatDay(day: PlainDate, locale: Locale): string {
  return `${formatWeekday(day, locale)}, ${formatDate(day, locale)}`;
}

/** 20 November 2026 */
export function formatDate(date: PlainDate, locale: Locale): string {
  const { year, month, day } = partsOf(date);
  return `${day} ${words[locale].months[month - 1]} ${year}`;
}

/** 20 Nov 2026, for tables. */
export function formatShortDate(date: PlainDate, locale: Locale): string {
  const { year, month, day } = partsOf(date);
  return `${day} ${words[locale].shortMonths[month - 1]} ${year}`;
}

/** 20-11-2026, as it is typed. */
export function formatNumericDate(date: PlainDate): string {
  return `${date.slice(8)}-${date.slice(5, 7)}-${date.slice(0, 4)}`;
}

export function formatWeekday(day: PlainDate, locale: Locale): string {
  return words[locale].weekdays[weekdayOf(day) - 1]!;
}

/** November 2026 */
export function formatMonth(month: Month, locale: Locale): string {
  return `${words[locale].months[Number(month.slice(5, 7)) - 1]} ${Number(month.slice(0, 4))}`;
}

/** Nov 2026, for the axes of charts. */
export function formatShortMonth(month: Month, locale: Locale): string {
  return `${words[locale].shortMonths[Number(month.slice(5, 7)) - 1]} ${Number(month.slice(0, 4))}`;
}

/** 13 s.d. 19 Juni 2022, leaving out what both days share. */
export function formatDays(from: PlainDate, through: PlainDate, locale: Locale): string {
  if (from === through) return formatDate(from, locale);
  const until = locale === 'id' ? 's.d.' : 'to';
  const [a, b] = [partsOf(from), partsOf(through)];
  const month = words[locale].months[a.month - 1];
  const start = a.year !== b.year ? formatDate(from, locale) : a.month !== b.month ? `${a.day} ${month}` : `${a.day}`;
  return `${start} ${until} ${formatDate(through, locale)}`;
}

/** 08.15 WIB in Indonesian, 08:15 WIB in English. */
export function formatClock(time: ClockTime, zone: Zone, locale: Locale): string {
  return `${locale === 'id' ? time.replace(':', '.') : time} ${zoneLabel[zone]}`;
}

export function formatTime(instant: Date, zone: Zone, locale: Locale): string {
  return formatClock(timeAt(zone, instant), zone, locale);
}

/** Jumat, 20 November 2026 pukul 08.15 WIB */
export function formatMoment(instant: Date, zone: Zone, locale: Locale): string {
  return `${formatDay(dayAt(zone, instant), locale)} ${locale === 'id' ? 'pukul' : 'at'} ${formatTime(instant, zone, locale)}`;
}

/** 20 Nov 2026 08.15 WIB, for tables. */
export function formatShortMoment(instant: Date, zone: Zone, locale: Locale): string {
  return `${formatShortDate(dayAt(zone, instant), locale)} ${formatTime(instant, zone, locale)}`;
}

/** 3.661 and 8,5 in Indonesian; halves are rounded away from zero, as on paper. */
export function formatNumber(value: number, locale: Locale, decimals = 0): string {
  if (!Number.isFinite(value)) return noFigure;
  const [whole = '0', fraction] = rounded(Math.abs(value), decimals).split('.');
  const [thousands, decimal] = locale === 'id' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  const digits = fraction ? grouped + decimal + fraction : grouped;
  return value < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** A share of 0.085 as 8,5 %; a share of nothing (0 / 0) as a dash. */
export function formatPercent(share: number, locale: Locale, decimals = 1): string {
  const number = formatNumber(share * 100, locale, decimals);
  if (number === noFigure) return noFigure;
  return locale === 'id' ? `${number}\u00a0%` : `${number}%`;
}

/** ke-3 and 3rd. */
export function formatOrdinal(value: number, locale: Locale): string {
  if (locale === 'id') return `ke-${formatNumber(value, locale)}`;
  const tens = value % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${formatNumber(value, locale)}${ending}`;
}

/** 1,2 MB: steps of 1,024, as Windows shows a file and as our limits are counted. */
export function formatFileSize(bytes: number, locale: Locale): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const tenths = Math.round(value * 10) / 10;
  const isWhole = unit === 0 || value >= 99.95 || Number.isInteger(tenths);
  return `${formatNumber(value, locale, isWhole ? 0 : 1)} ${units[unit]}`;
}

/** Rp1.000.000 */
export function formatRupiah(amount: number, locale: Locale): string {
  const number = formatNumber(Math.abs(amount), locale);
  return number === noFigure ? noFigure : `${amount < 0 ? '-' : ''}Rp${number}`;
}

/** Rounded as the decimal figures read, not as the binary number behind them: 1.005 is 1.01. */
function rounded(value: number, decimals: number): string {
  if (value >= 1e15 || value < 1e-6) return value.toFixed(value < 1e-6 ? decimals : 0);
  return Number(`${Math.round(Number(`${value}e${decimals}`))}e-${decimals}`).toFixed(decimals);
}
