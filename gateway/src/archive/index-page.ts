import type { Counts } from './files.js';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The page with which somebody begins to read their archive: which file is whose, and how much is in it. */
export function indexPage(
  contexts: readonly { readonly context: string; readonly counts: Counts }[],
  notAsked: readonly string[],
  at: Date,
): string {
  const rows = contexts.flatMap(({ context, counts }) => {
    const file = `<a href="${encodeURIComponent(context)}.json">${escaped(context)}.json</a>`;
    if (counts.size === 0)
      return [`<tr><td>${file}</td><td>knows nothing of you</td><td></td></tr>`];
    return [...counts].map(
      ([table, count], index) =>
        `<tr><td>${index === 0 ? file : ''}</td><td>${escaped(table)}</td><td>${count}</td></tr>`,
    );
  });
  const others =
    notAsked.length === 0
      ? ''
      : `<p>Not asked, as they keep nothing of people: ${notAsked.map(escaped).join(', ')}.</p>\n`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Everything that Voltpark knows of you</title>
<style>body{font:16px/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
td,th{padding:.2rem 1.5rem .2rem 0;text-align:left}td:last-child,th:last-child{text-align:right}</style>
<h1>Everything that Voltpark knows of you</h1>
<p>Written at ${at.toISOString()}. The archive is whole: every part of Voltpark has told everything it keeps under your
name, in a file of its own. Each file lists rows by table, as they are stored.</p>
<table>
<tr><th>File</th><th>Table</th><th>Rows</th></tr>
${rows.join('\n')}
</table>
${others}<p>Left out are secrets (passwords, tokens of cards and devices), stays of vehicles of yours that were not linked
to you at the time, and words and numbers that came to be after the archive was written.</p>
</html>
`;
}
