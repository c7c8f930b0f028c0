import { invalidInput } from '@voltpark/kit/decision';
import { channels, variablesOf, type Channel, type NoticeKind } from '../domain/kinds.js';
import type { Facts } from '../domain/facts.js';
import { rendered, templateFaults, type TemplateText } from '../domain/template.js';
import type { Cause, Ports, StoredTemplate } from './ports.js';
import { chosenText, languageOf, networkScope, safeLocale, type TextVersion } from './texts.js';

/** Whose words somebody writes: their tenant's, or the network's. */
const scopeOf = ({ actor }: Cause): string => actor.tenantId ?? networkScope;

/** The texts that count for a kind and language, a channel each. */
export function readTemplates({ reads, clock }: Ports) {
  return async (cause: Cause, kind: NoticeKind, wished: string): Promise<TextVersion[]> => {
    const language = languageOf(wished);
    const scopes = [...new Set([networkScope, scopeOf(cause)])];
    const of = { kind, scopes, languages: [language, 'en'], at: clock.now() };
    const stored = await reads.templates.inForce(of);
    return channels
      .filter((channel) => channel !== 'WEBHOOK')
      .map((channel) => chosenText(stored, { kind, channel, language }));
  };
}

export interface WriteTemplateCommand extends TemplateText {
  readonly idempotencyKey: string;
  readonly kind: NoticeKind;
  readonly channel: Channel;
  readonly language: string;
}

function refusalOf(kind: NoticeKind, text: TemplateText) {
  const faults = templateFaults(kind, text);
  const [first] = faults;
  if (first === undefined) return null;
  return { type: 'TemplateNotUsable', message: first.message, faults } as const;
}

const languageFault = (language: string) =>
  /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(language)
    ? null
    : invalidInput('language', 'A language looks like de or pt-BR.');

/** Writes the next version of a text. */
export function writeTemplate({ transact, clock, newId }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: WriteTemplateCommand) => {
    const { kind, channel } = input;
    if (channel === 'WEBHOOK') {
      return invalidInput('channel', 'Webhooks send data and no texts.');
    }
    const refusal = languageFault(input.language) ?? refusalOf(kind, input);
    if (refusal !== null) return refusal;
    return transact(cause, ({ once, templateStore }) =>
      once({ idempotencyKey, operation: 'writeNoticeTemplate', input }, async () => {
        const language = languageOf(input.language);
        const of = { scope: scopeOf(cause), kind, channel, language };
        const template: StoredTemplate = {
          ...{ ...of, id: newId(), version: await templateStore.nextVersion(of) },
          ...{ subject: input.subject, body: input.body },
          ...{ createdAt: clock.now(), createdBy: cause.actor.id },
        };
        await templateStore.add(template);
        return { template };
      }),
    );
  };
}

/** What a text looks like with made-up facts, or what is wrong with it. */
export function previewTemplate({ clock }: Ports) {
  return (given: TemplateText & { readonly kind: NoticeKind; readonly language: string }) => {
    const refusal = languageFault(given.language) ?? refusalOf(given.kind, given);
    if (refusal !== null) return refusal;
    const manner = { locale: safeLocale(given.language), timeZone: 'Europe/Berlin' };
    try {
      return rendered(given.kind, given, sampleFacts(given.kind, clock.now()), manner);
    } catch (error) {
      const message =
        error instanceof Error ? error.message.slice(0, 200) : 'It cannot be rendered.';
      const faults = [{ part: 'body', message }] as const;
      return { type: 'TemplateNotUsable', message, faults } as const;
    }
  };
}

/** A fact of each type that a kind knows. */
function sampleFacts(kind: NoticeKind, now: Date): Facts {
  const samples = {
    TEXT: null,
    MONEY: { amount: '12.50', currency: 'EUR' },
    INSTANT: now.toISOString(),
    DURATION: 5400,
    ENERGY: 23_400,
    PERCENT: 80,
  } as const;
  const texts: Readonly<Record<string, string>> = { registration: 'DDAB123', level: '1' };
  return Object.fromEntries(
    Object.entries(variablesOf(kind)).map(([name, type]) => [
      name,
      type === 'TEXT' ? (texts[name] ?? `[${name}]`) : samples[type],
    ]),
  );
}
