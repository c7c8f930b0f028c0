import { normaliseRegistration, registrationSchema } from '@voltpark/contracts';
import { limits } from './limits.js';

export interface MalformedRegistration {
  readonly type: 'MalformedRegistration';
  readonly message: string;
  readonly registration: string;
}

/** A registration as it was written and in the form in which it is compared. */
export interface Registration {
  readonly normalised: string;
  readonly written: string;
}

/** Reads a registration however it is written, or says that it cannot be one. */
export function readRegistration(
  written: string,
): { readonly registration: Registration } | { readonly refusal: MalformedRegistration } {
  const trimmed = written.trim();
  const normalised = normaliseRegistration(trimmed);
  if (
    trimmed.length <= limits.registrationWrittenLength &&
    registrationSchema.safeParse(normalised).success
  ) {
    return { registration: { normalised, written: trimmed } };
  }
  return {
    refusal: {
      type: 'MalformedRegistration',
      message: 'A registration has 2 to 12 letters and digits; spaces and dashes do not matter.',
      registration: written.slice(0, limits.registrationWrittenLength),
    },
  };
}
