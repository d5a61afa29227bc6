import { m } from '#messages';

/** What a page that could not be shown says: a title, and what to do now. Hidden and absent read alike. */
export function errorWords(status: number): { title: string; help: string } {
  switch (status) {
    case 400:
    case 405:
    case 422:
      return { title: m.frame_error_400_title(), help: m.frame_error_400_text() };
    case 401:
      return { title: m.frame_error_401_title(), help: m.frame_error_401_text() };
    case 403:
      return { title: m.frame_forbidden_title(), help: `${m.frame_forbidden_text()} ${m.frame_forbidden_ask()}` };
    case 404:
    case 410:
      return { title: m.frame_error_404_title(), help: m.frame_error_404_text() };
    case 409:
      return { title: m.frame_error_409_title(), help: m.frame_error_409_text() };
    case 413:
      return { title: m.frame_error_413_title(), help: m.frame_error_413_text() };
    case 429:
      return { title: m.frame_error_429_title(), help: m.frame_error_429_text() };
    case 503:
      return { title: m.frame_error_503_title(), help: m.frame_error_503_text() };
    default:
      return { title: m.frame_error_500_title(), help: m.frame_error_500_text() };
  }
}
