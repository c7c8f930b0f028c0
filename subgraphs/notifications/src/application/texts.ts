import { houseLanguages, houseText } from '../domain/default-texts.js';
import type { Channel, NoticeKind } from '../domain/kinds.js';
import type { Notice } from '../domain/notice.js';
import { rendered, type TemplateText } from '../domain/template.js';
import type { Contact, KnownFacility, Reads, StoredTemplate } from './ports.js';

/** The whole network, as a scope of templates. */
export const networkScope = '*';

/** A text, whoever wrote it. */
export type TextVersion = TemplateText &
  Pick<StoredTemplate, 'kind' | 'channel' | 'language' | 'version'> & {
    readonly origin: 'TENANT' | 'NETWORK' | 'HOUSE';
    /** Null for the house's own. */
    readonly createdAt: Date | null;
  };

/** A language as texts have it: the first subtag, lower case. */
export const languageOf = (locale: string): string => locale.split(/[-_]/)[0]?.toLowerCase() ?? '';

/**
 * Which text counts: the person's language before the house's first one, and within a language the tenant's words
 * before the network's before the house's.
 */
export function chosenText(
  stored: readonly StoredTemplate[],
  of: { readonly kind: NoticeKind; readonly channel: Channel; readonly language: string },
): TextVersion {
  const { kind, channel } = of;
  for (const language of [of.language, houseLanguages[0]]) {
    const own = stored.filter((one) => one.channel === channel && one.language === language);
    const theirs =
      own.find(({ scope }) => scope !== networkScope) ??
      own.find(({ scope }) => scope === networkScope);
    if (theirs !== undefined) {
      return { ...theirs, origin: theirs.scope === networkScope ? 'NETWORK' : 'TENANT' };
    }
    const house = houseText(kind, channel, language);
    if (house !== null) {
      return { ...house, kind, channel, language, version: 0, origin: 'HOUSE', createdAt: null };
    }
  }
  throw new Error(`The house has no words for ${kind}.`);
}

/** What a text needs beside its facts. */
export interface Surroundings {
  readonly contact: Contact | null;
  readonly facility: KnownFacility | null;
  /** In which language to write where no contact says so, BCP 47. */
  readonly locale?: string;
}

/** A notice in words for a channel. The texts that count are those that there were when it was made. */
export async function wordsOf(
  { templates }: Pick<Reads, 'templates'>,
  notice: Notice,
  channel: Channel,
  { contact, facility, locale: otherwise = houseLanguages[0] }: Surroundings,
): Promise<TemplateText> {
  const locale = contact?.locale ?? otherwise;
  const language = languageOf(locale);
  const stored = await templates.inForce({
    kind: notice.kind,
    scopes: [networkScope, ...(notice.tenantId === null ? [] : [notice.tenantId])],
    languages: [language, houseLanguages[0]],
    at: notice.createdAt,
  });
  const text = chosenText(stored, { kind: notice.kind, channel, language });
  const facts = {
    ...notice.facts,
    name: contact?.displayName ?? null,
    facility: facility?.name ?? null,
    time: notice.occurredAt.toISOString(),
  };
  const manner = { locale: safeLocale(locale), timeZone: facility?.timeZone ?? 'UTC' };
  return rendered(notice.kind, text, facts, manner);
}

/** A locale that `Intl` knows how to read; English where it does not. */
export function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
