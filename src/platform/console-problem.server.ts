/** One sentence in each language of the console. */
export type Sentence = { id: string; en: string };

/** What stops a command and what the person at the console can do about it; it is printed without a stack. */
export class ConsoleProblem extends Error {
  override readonly name = 'ConsoleProblem';
  readonly sentence: Sentence;

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(sentence.en, options);
    this.sentence = sentence;
  }
}

/** Turns what the operating system says about a folder or file into a sentence; anything else is passed on. */
export function fileProblem(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return new ConsoleProblem(
        {
          id: `Folder data ${path} tidak dapat ditulis oleh akun ini; ubah pemiliknya atau pilih folder lain dengan --data.`,
          en: `The data folder ${path} cannot be written by this account; change its owner or choose another folder with --data.`,
        },
        { cause: error },
      );
    case 'EROFS':
      return new ConsoleProblem(
        {
          id: `Folder data ${path} terletak pada disk yang hanya dapat dibaca; pilih folder lain dengan --data.`,
          en: `The data folder ${path} is on a read-only disk; choose another folder with --data.`,
        },
        { cause: error },
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new ConsoleProblem(
        {
          id: `Disk tempat ${path} berada sudah penuh; kosongkan ruang lalu jalankan lagi.`,
          en: `The disk that holds ${path} is full; free some space and start again.`,
        },
        { cause: error },
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new ConsoleProblem(
        {
          id: `${path} bukan folder; pilih folder lain dengan --data.`,
          en: `${path} is not a folder; choose another one with --data.`,
        },
        { cause: error },
      );
    default:
      return error;
  }
}
