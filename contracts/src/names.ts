/** A text as people meant it: composed characters, no spaces around, no runs of spaces or control characters. */
export function tidyText(written: string): string {
  return written
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** The form in which names are compared: `Altmarkt`, `ALTMARKT` and ` altmarkt ` are one name. */
export function nameKey(name: string): string {
  return tidyText(name).normalize('NFKC').toLowerCase();
}
