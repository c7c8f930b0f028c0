import { Liquid, type Template } from 'liquidjs';
import { writtenFacts, type Facts, type Manner } from './facts.js';
import { variablesOf, type NoticeKind } from './kinds.js';
import { limits } from './limits.js';

/** A text with variables, for a subject line and a body. */
export interface TemplateText {
  readonly subject: string;
  readonly body: string;
}

/** What is wrong with a template, and in which part. */
export interface TemplateFault {
  readonly part: 'subject' | 'body';
  readonly message: string;
}

/** Conditions are all that a notice needs: no loops, no assignments, nothing that reads other templates. */
const allowedTags: readonly string[] = ['if', 'unless', 'case', 'comment'];
const allowedFilters: readonly string[] = [
  ...['upcase', 'downcase', 'capitalize', 'strip', 'truncate', 'default', 'append', 'prepend'],
];

/** Liquid, which runs no code, with as little of it as possible and a bound on everything. */
function safeEngine(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    // An empty set of templates in memory instead of the file system.
    templates: {},
    parseLimit: limits.templateCharacters,
    renderLimit: limits.renderMs,
    memoryLimit: limits.renderMemory,
  });
  for (const tag of Object.keys(engine.tags)) {
    if (!allowedTags.includes(tag)) delete engine.tags[tag];
  }
  for (const filter of Object.keys(engine.filters)) {
    if (!allowedFilters.includes(filter)) delete engine.filters[filter];
  }
  return engine;
}

const engine = safeEngine();

/** Everything that is wrong with a template for a kind of notice; empty when it can be used. */
export function templateFaults(kind: NoticeKind, text: TemplateText): TemplateFault[] {
  return (['subject', 'body'] as const).flatMap((part) =>
    partFaults(kind, text[part]).map((message) => ({ part, message })),
  );
}

function partFaults(kind: NoticeKind, source: string): string[] {
  if (source.trim() === '') return ['There is nothing in it.'];
  if (source.length > limits.templateCharacters) {
    return [`It has more than ${limits.templateCharacters} characters.`];
  }
  let parsed: Template[];
  try {
    parsed = engine.parse(source);
  } catch (error) {
    return [reasonOf(error)];
  }
  const known = variablesOf(kind);
  return engine
    .variablesSync(parsed)
    .filter((name) => !Object.hasOwn(known, name))
    .map(
      (name) =>
        `There is no variable "${name}" in ${kind}; there are ${Object.keys(known).join(', ')}.`,
    );
}

/** The first line of what the engine says, without its own file names. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? '';

/**
 * What a recipient reads. A subject is one line; both are cut at what a channel bears.
 * @throws when the template is faulty, or takes more than it may
 */
export function rendered(
  kind: NoticeKind,
  text: TemplateText,
  facts: Facts,
  manner: Manner,
): TemplateText {
  const variables = writtenFacts(kind, facts, manner);
  const part = (source: string) => String(engine.parseAndRenderSync(source, variables));
  return {
    subject: part(text.subject).replace(/\s+/gu, ' ').trim().slice(0, limits.subjectCharacters),
    body: part(text.body).trim().slice(0, limits.bodyCharacters),
  };
}
