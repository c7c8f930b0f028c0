import { invalidInput } from '@voltpark/kit/decision';
import { limits } from './limits.js';

/** A value of the input that breaks a rule. */
export type Fault = ReturnType<typeof invalidInput>;

/** Control characters and halves of surrogate pairs: no name has them, and Postgres takes no NUL. */
const unwritable = /[\p{Cc}\p{Cs}]/u;

/** White space at the ends removed and inside made single, in Unicode's composed form. */
export function tidy(written: string): string {
  return written.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

/** As {@link tidy}; nothing left is null. */
export function tidyOrNull(written: string | null | undefined): string | null {
  const text = tidy(written ?? '');
  return text === '' ? null : text;
}

/** A fault when the text, once tidied, is empty, too long, or has characters that are not for reading. */
export function textFault(field: string, written: string, longest: number): Fault | undefined {
  const text = tidy(written);
  if (text === '') return invalidInput(field, 'This must not be empty.');
  return optionalTextFault(field, written, longest);
}

/** As {@link textFault}, but nothing at all is fine. */
export function optionalTextFault(
  field: string,
  written: string | null | undefined,
  longest: number,
): Fault | undefined {
  if (written == null) return undefined;
  const text = tidy(written);
  if (text.length > longest)
    return invalidInput(field, `This must have at most ${longest} characters.`);
  if (unwritable.test(text))
    return invalidInput(field, 'This must not contain control characters.');
  return undefined;
}

/** A fault when an idempotency key is empty, too long or not plain text. */
export function idempotencyKeyFault(key: string): Fault | undefined {
  return /^[\x21-\x7e]+$/.test(key) && key.length <= limits.idempotencyKeyLength
    ? undefined
    : invalidInput(
        'idempotencyKey',
        `An idempotency key is 1 to ${limits.idempotencyKeyLength} printable ASCII characters.`,
      );
}

/** A fault when the text is not a language tag like `de-DE`. */
export function localeFault(written: string | null | undefined): Fault | undefined {
  if (written == null || localeOf(written) !== undefined) return undefined;
  return invalidInput('locale', 'A locale is a language tag such as "de" or "de-DE".');
}

/** The canonical form of a language tag (BCP 47), or undefined when it is none. */
export function localeOf(written: string): string | undefined {
  if (written.length > 35) return undefined;
  try {
    return Intl.getCanonicalLocales(written)[0];
  } catch {
    return undefined;
  }
}

/** A telephone number without the spaces, dashes, dots and brackets that people write. */
export function phoneOf(written: string): string {
  return written.replace(/[\s\-./()]/g, '');
}

/** A fault when the text is not a telephone number in E.164 form. */
export function phoneFault(written: string | null | undefined): Fault | undefined {
  if (written == null || /^\+[1-9]\d{6,14}$/.test(phoneOf(written))) return undefined;
  return invalidInput('phone', 'A phone number is written with its country: +49 351 1234567.');
}

/** The form in which addresses are compared: composed, lower case, without white space around. */
export function normaliseEmail(written: string): string {
  return written.normalize('NFKC').trim().toLowerCase();
}

/** True for what can be an e-mail address: one @, a local part, a domain with a dot. */
export function isEmail(normalised: string): boolean {
  return (
    normalised.length <= limits.emailLength &&
    !unwritable.test(normalised) &&
    /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\.]+(\.[^\s@<>"(),:;[\]\\.]+)+$/u.test(normalised)
  );
}

/** A fault when the text cannot be an e-mail address. */
export function emailFault(written: string): Fault | undefined {
  return isEmail(normaliseEmail(written))
    ? undefined
    : invalidInput('email', 'This is not an e-mail address.');
}

/** The first fault among several checks. */
export function firstFault(...faults: readonly (Fault | undefined)[]): Fault | undefined {
  return faults.find((fault) => fault !== undefined);
}
