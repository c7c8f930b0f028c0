/** A tab that the page opens with. */
export interface Example {
  readonly query: string;
  readonly variables?: string;
  readonly headers?: string;
}

export const json = (value: object): string => JSON.stringify(value, null, 2);

/** Shown where an example needs somebody who signed in. */
export const signInFirst = json({ authorization: 'Bearer <accessToken of SignIn>' });
