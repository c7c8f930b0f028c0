import { accepted, invalidInput, refused } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import { firstFault, textFault, tidy, type Fault } from './text.js';
import { limitReached } from './vehicle.js';

export type PaymentMethodKind = 'CREDIT_CARD' | 'DEBIT_CARD' | 'DIGITAL_WALLET';

/** A payment processor's token, and what it stands for. */
export interface PaymentMethod {
  readonly id: string;
  readonly customerId: string;
  readonly kind: PaymentMethodKind;
  readonly brand: string;
  readonly last4: string | null;
  readonly expiryMonth: number | null;
  readonly expiryYear: number | null;
  readonly token: string;
  readonly isDefault: boolean;
  readonly addedAt: Date;
}

/** What is to be added, as the caller wrote it. */
export interface AddPaymentMethod {
  readonly token: string;
  readonly kind: PaymentMethodKind;
  readonly brand: string;
  readonly last4?: string | null | undefined;
  readonly expiryMonth?: number | null | undefined;
  readonly expiryYear?: number | null | undefined;
  readonly makeDefault: boolean;
  readonly idempotencyKey: string;
}

/** The check digit of ISO/IEC 7812-1 that every card number ends with. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/**
 * True when the text holds what looks like a card number: 13 to 19 digits with a right check digit, in any
 * script's digits, with or without spaces, dashes, dots or slashes between them. A token of a processor that looks so by
 * chance is refused too: keeping a card number by accident would be worse than a retry.
 */
export function looksLikeCardNumber(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/(?<=\d)[\s\-._/\u2010-\u2015]+(?=\d)/gu, '');
  return [...plain.matchAll(/\d+/g)].some(
    ([digits]) => digits.length >= 13 && digits.length <= 19 && passesLuhn(digits),
  );
}

/** The refusal of a card number; it does not repeat it. */
const cardNumberRefused = (field: string) =>
  ({
    type: 'CardNumberRefused',
    message: 'This looks like a card number. Send the token of a payment processor.',
    field,
  }) as const;

/** The refusal of the first text field that looks like a card number, or undefined. */
export function refuseCardNumbers(command: AddPaymentMethod) {
  const fields = ['token', 'brand', 'last4', 'idempotencyKey'] as const;
  const field = fields.find((name) => looksLikeCardNumber(command[name] ?? ''));
  return field === undefined ? undefined : cardNumberRefused(field);
}

function expiryFault(command: AddPaymentMethod, now: Date): Fault | undefined {
  const { expiryMonth: month, expiryYear: year } = command;
  const isWallet = command.kind === 'DIGITAL_WALLET';
  if (month == null && year == null) {
    return isWallet ? undefined : invalidInput('expiryMonth', 'A card has a month of expiry.');
  }
  if (month == null || month < 1 || month > 12) {
    return invalidInput('expiryMonth', 'A month is 1 to 12.');
  }
  const latest = now.getUTCFullYear() + limits.cardExpiryYearsAhead;
  if (year == null || year < 2000 || year > latest) {
    return invalidInput('expiryYear', `A year of expiry has four digits, up to ${latest}.`);
  }
  // A card is good until its month ends, everywhere on Earth: twelve hours after it ends in UTC.
  const end = Date.UTC(year, month, 1, 12);
  return end <= now.getTime() ? invalidInput('expiryYear', 'The card has expired.') : undefined;
}

function last4Fault(command: AddPaymentMethod): Fault | undefined {
  if (command.last4 == null) {
    return command.kind === 'DIGITAL_WALLET'
      ? undefined
      : invalidInput('last4', 'A card has its last four digits.');
  }
  return /^[0-9]{4}$/.test(command.last4)
    ? undefined
    : invalidInput('last4', 'Write the last four digits alone.');
}

/**
 * Decides on keeping a payment method among those that the customer has. The first one becomes the default,
 * another only when asked to.
 */
export function decideAddPaymentMethod(
  held: readonly PaymentMethod[],
  command: AddPaymentMethod,
  given: { readonly id: string; readonly customerId: string; readonly now: Date },
) {
  const cardNumber = refuseCardNumbers(command);
  if (cardNumber !== undefined) return refused(cardNumber);
  const fault = firstFault(
    textFault('token', command.token, limits.tokenLength),
    textFault('brand', command.brand, limits.brandLength),
    last4Fault(command),
    expiryFault(command, given.now),
  );
  if (fault !== undefined) return refused(fault);
  if (held.length >= limits.paymentMethodsPerCustomer) {
    return refused(limitReached(limits.paymentMethodsPerCustomer, 'payment methods'));
  }
  const paymentMethod: PaymentMethod = {
    id: given.id,
    customerId: given.customerId,
    kind: command.kind,
    brand: tidy(command.brand),
    last4: command.last4 ?? null,
    expiryMonth: command.expiryMonth ?? null,
    expiryYear: command.expiryYear ?? null,
    token: command.token.trim(),
    isDefault: held.length === 0 || command.makeDefault,
    addedAt: given.now,
  };
  return accepted({ type: 'PaymentMethodAdded', paymentMethod } as const);
}

/** Decides on another default. No event when it is already. Undefined: there is no such method. */
export function decideSetDefault(held: readonly PaymentMethod[], id: string) {
  const chosen = held.find((method) => method.id === id);
  if (chosen === undefined) return undefined;
  const previous = held.find((method) => method.isDefault);
  if (chosen.isDefault) return { chosen, events: [] };
  const paymentMethod = { ...chosen, isDefault: true };
  return {
    chosen: paymentMethod,
    events: [
      {
        type: 'DefaultPaymentMethodSet',
        paymentMethod,
        previousId: previous?.id ?? null,
      } as const,
    ],
  };
}

/** Decides on removing a method: the latest other becomes the default if this was. Undefined: no such method. */
export function decideRemove(held: readonly PaymentMethod[], id: string) {
  const removed = held.find((method) => method.id === id);
  if (removed === undefined) return undefined;
  const left = held.filter((method) => method.id !== id);
  const latest = left.reduce<PaymentMethod | undefined>(
    (best, method) => (best === undefined || method.addedAt >= best.addedAt ? method : best),
    undefined,
  );
  const defaultMethod = removed.isDefault ? latest : left.find((method) => method.isDefault);
  return {
    event: {
      type: 'PaymentMethodRemoved',
      paymentMethod: removed,
      successorId: removed.isDefault ? (latest?.id ?? null) : null,
    } as const,
    defaultMethod: defaultMethod === undefined ? null : { ...defaultMethod, isDefault: true },
  };
}
