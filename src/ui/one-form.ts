/** What an action answers about a form that it refused. */
type Refused = {
  typed?: Readonly<Record<string, string | string[]>> | undefined;
  problems?: Readonly<Record<string, string[]>> | undefined;
};

export type OneForm = {
  /** This form was refused, and shows again what was typed. */
  isRefused: boolean;
  value: (name: string, otherwise?: string) => string;
  values: (name: string, otherwise?: readonly string[]) => readonly string[];
  /** For a box, which a browser leaves out when it is not ticked. */
  isTicked: (name: string, otherwise?: boolean) => boolean;
  error: (name: string) => string | undefined;
  id: (name: string) => string | undefined;
};

/**
 * One of several forms on a page. The refused one shows what was typed and what is wrong, and its fields have the plain ids to which
 * the summary of errors leads; the others stand as new, with ids of their own that begin with `key`.
 * `marks` tells it from the others: names that stand in it, with their values where only those differ.
 */
export function oneForm(
  refused: Refused | null | undefined,
  key: string,
  marks: Readonly<Record<string, string | true>>,
): OneForm {
  const typed = refused?.typed ?? {};
  const isRefused =
    refused?.problems !== undefined &&
    Object.entries(marks).every(([name, value]) => (value === true ? name in typed : typed[name] === value));
  const all = (name: string): readonly string[] => (name in typed ? [typed[name]!].flat() : []);
  return {
    isRefused,
    value: (name, otherwise = '') => (isRefused ? (all(name)[0] ?? '') : otherwise),
    values: (name, otherwise = []) => (isRefused ? all(name) : otherwise),
    isTicked: (name, otherwise = false) => (isRefused ? all(name).length > 0 : otherwise),
    error: (name) => (isRefused ? refused?.problems?.[name]?.[0] : undefined),
    id: (name) => (isRefused ? undefined : `${key}-${name}`),
  };
}
