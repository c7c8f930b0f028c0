import { limits } from './limits.js';

/** What a password must be; names of the enum `PasswordRule`. */
export type PasswordRule =
  'TOO_SHORT' | 'TOO_LONG' | 'TOO_COMMON' | 'CONTAINS_IDENTITY' | 'TOO_UNIFORM';

/** The refusal of a password that is too easy to guess. */
export interface WeakPassword {
  readonly type: 'WeakPassword';
  readonly message: string;
  readonly brokenRules: readonly PasswordRule[];
}

/**
 * Beginnings and cores of the passwords that attackers try first, compared without case, digits at the end and
 * other signs. A list, not a dictionary: the throttle does the rest.
 */
const common: ReadonlySet<string> = new Set([
  'password', 'passwort', 'passw', 'pass', 'qwerty', 'qwertz', 'azerty', 'qwertyuiop', 'qwertzuiop',
  'asdfghjkl', 'yxcvbnm', 'zxcvbnm', 'letmein', 'welcome', 'willkommen', 'iloveyou', 'ichliebedich',
  'admin', 'administrator', 'changeme', 'trustno', 'sunshine', 'princess', 'football', 'fussball',
  'baseball', 'superman', 'batman', 'dragon', 'monkey', 'master', 'shadow', 'michael', 'michelle',
  'schatz', 'hallo', 'hallowelt', 'helloworld', 'sommer', 'winter', 'fruehling', 'herbst', 'summer',
  'spring', 'autumn', 'secret', 'geheim', 'starwars', 'pokemon', 'whatever', 'qazwsx', 'abcdefghij',
  'parking', 'parkplatz', 'voltpark', 'charging', 'default', 'computer', 'internet',
]); // prettier-ignore

const digitRuns = ['01234567890123456789', '98765432109876543210'];

/** Without digits and signs at the ends. */
const trimmed = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** Substitutions that everybody knows, undone. */
const unmasked = (text: string) =>
  text.replace(/[@4]/g, 'a').replace(/3/g, 'e').replace(/0/g, 'o').replace(/[$5]/g, 's');

function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  const cores = [trimmed(lower), trimmed(unmasked(trimmed(lower))), trimmed(unmasked(lower))];
  const isDigits = /^\d+$/.test(password);
  return (
    cores.some((core) => common.has(core)) ||
    (isDigits && digitRuns.some((run) => run.includes(password)))
  );
}

/** Pieces of name and address that are long enough to be a hint. */
function hintsOf(identity: readonly string[]): string[] {
  return identity
    .flatMap((text) => text.toLowerCase().split(/[\s@.+_-]+/u))
    .filter((piece) => piece.length >= 4);
}

/** True when the password is little more than a piece of the name or address. */
function isMadeOf(password: string, identity: readonly string[]): boolean {
  const lower = password.toLowerCase();
  return hintsOf(identity).some(
    (hint) => lower.includes(hint) && lower.length - hint.length < limits.passwordMinimumLength - 4,
  );
}

/**
 * Judges a new password, after NIST SP 800-63B: length counts, composition rules do not, common ones and those
 * made of the person's own name or address are refused.
 * @param identity address and name of the person
 * @returns the refusal with every broken rule, or undefined when the password will do
 */
export function judgePassword(
  password: string,
  identity: readonly string[],
): WeakPassword | undefined {
  const characters = [...password];
  const brokenRules: PasswordRule[] = [];
  if (characters.length < limits.passwordMinimumLength) brokenRules.push('TOO_SHORT');
  if (characters.length > limits.passwordMaximumLength) brokenRules.push('TOO_LONG');
  if (isCommon(password)) brokenRules.push('TOO_COMMON');
  if (isMadeOf(password, identity)) brokenRules.push('CONTAINS_IDENTITY');
  if (new Set(characters).size < limits.passwordDifferentCharacters) {
    brokenRules.push('TOO_UNIFORM');
  }
  if (brokenRules.length === 0) return undefined;
  return {
    type: 'WeakPassword',
    message: `Choose another password: ${limits.passwordMinimumLength} to ${limits.passwordMaximumLength} characters, not a common one, not your name.`,
    brokenRules,
  };
}
