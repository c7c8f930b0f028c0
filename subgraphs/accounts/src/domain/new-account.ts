import { limits } from './limits.js';
import { emailFault, firstFault, localeFault, phoneFault, textFault, type Fault } from './text.js';

/** A fault in what somebody writes about themselves or about somebody they invite. */
export function newAccountFault(written: {
  readonly email: string;
  readonly displayName: string;
  readonly locale?: string | null | undefined;
  readonly phone?: string | null | undefined;
}): Fault | undefined {
  return firstFault(
    emailFault(written.email),
    textFault('displayName', written.displayName, limits.nameLength),
    localeFault(written.locale),
    phoneFault(written.phone),
  );
}
