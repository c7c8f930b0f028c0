/** Writes plain data as YAML in block style; texts are quoted as JSON has them, which YAML reads alike. */
export function yamlOf(value: unknown): string {
  return `${block(value, 0).trimStart()}\n`;
}

const plainKey = /^[A-Za-z_$][\w$-]*$/;

function block(value: unknown, depth: number): string {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return `\n${value.map((item) => `${indent}-${item === null || typeof item !== 'object' ? ` ${scalar(item)}` : block(item, depth + 1).replace(/^\n\s*/, ' ')}`).join('\n')}`;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (entries.length === 0) return ' {}';
    return `\n${entries.map(([key, inner]) => `${indent}${plainKey.test(key) ? key : JSON.stringify(key)}:${block(inner, depth + 1)}`).join('\n')}`;
  }
  return ` ${scalar(value)}`;
}

function scalar(value: unknown): string {
  return JSON.stringify(value);
}
