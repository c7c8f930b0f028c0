/** The check digit of ISO/IEC 7812-1 that every card number ends with. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/**
 * True when a text holds what looks like a card number: 13 to 19 digits with a right check digit, with or without
 * separators. A token that looks so by chance is refused too: that is better than keeping a card number.
 */
export function looksLikeCardNumber(text: string): boolean {
  const joined = text.normalize('NFKC').replace(/(?<=\d)[\s\-._/\u2010-\u2015]+(?=\d)/gu, '');
  return (joined.match(/\d{13,}/g) ?? []).some((run) => run.length <= 19 && passesLuhn(run));
}
