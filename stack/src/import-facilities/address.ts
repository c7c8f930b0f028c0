/** A German-style address line, taken apart. */
export interface AddressParts {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
}

/** Street, then a postal code of four or five digits (the last such group), then the city. */
const addressPattern = /^(?<street>.*\S)[\s,]+(?:D-)?(?<postalCode>\d{4,5})\s+(?<city>\S.*)$/u;

/**
 * Takes an address line such as `Prager Straße 8 - 10 01069 Dresden` apart; undefined when it has no street, no
 * postal code or no city.
 */
export function parseAddress(line: string): AddressParts | undefined {
  const groups = addressPattern.exec(line.replace(/\s+/gu, ' ').trim())?.groups;
  const { street, postalCode, city } = groups ?? {};
  if (street === undefined || postalCode === undefined || city === undefined) return undefined;
  return { street: street.replace(/,$/u, ''), postalCode, city };
}
