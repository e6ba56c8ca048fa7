/** Comparing words as a reader means them. */

/** Return `text` in small letters, without accents, with one apostrophe for all the ways to write that of Uzbek. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ʻʼ‘’`´]/g, "'");
}

/** Return the words of what somebody typed, folded. */
export function wordsOf(typed: string): readonly string[] {
  return folded(typed).split(/\s+/).filter(Boolean);
}
