/** A code as it is compared: upper case, without spaces around it. */
export const normaliseCode = (code: string): string => code.trim().toUpperCase();
