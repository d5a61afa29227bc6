import { columnsOf, type ListKind } from './kind.ts';

/** The column that a returned file has before all others; it is left out when the file comes back. */
export const mendHeader = 'YANG PERLU DIPERBAIKI';

/** A head as it is compared: small letters, no marks, nothing in brackets, `tgl` and `no` as words. */
export function plainHead(head: string): string {
  return head
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\btanggal\b/g, 'tgl')
    .replace(/\bnomor\b/g, 'no');
}

const byHead = new Map<ListKind, Map<string, string>>();

/** Which of a kind's columns a head means, where that can be told. */
export function columnOf(kind: ListKind, head: string): string | undefined {
  let heads = byHead.get(kind);
  if (!heads) {
    byHead.set(kind, (heads = new Map()));
    for (const id of columnsOf(kind))
      for (const one of [kind.columns[id]!.header, ...kind.columns[id]!.also])
        if (!heads.has(plainHead(one))) heads.set(plainHead(one), id);
  }
  return heads.get(plainHead(head));
}
