/** The check digit of ISO/IEC 7812-1 that every card number ends with. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const joined = (text: string): string =>
  text.normalize('NFKC').replace(/(?<=\d)[\s\-._/\u2010-\u2015]+(?=\d)/gu, '');

/**
 * True when a text holds what looks like a card number: 13 to 19 digits with a right check digit, with or without
 * separators. A token that looks so by chance is refused too: that is better than keeping a card number.
 */
export function holdsCardNumber(text: string): boolean {
  return (joined(text).match(/\d{13,}/g) ?? []).some((run) => run.length <= 19 && passesLuhn(run));
}

/**
 * True when a text is what looks like a card number and nothing else. For keys that callers make up: one in some
 * hundred UUIDs holds what looks like one by chance.
 */
export function isCardNumber(text: string): boolean {
  const digits = joined(text.trim());
  return /^\d{13,19}$/.test(digits) && passesLuhn(digits);
}
