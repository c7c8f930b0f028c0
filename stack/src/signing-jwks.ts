/** Fresh signing keys of accounts; its code is loaded only when they are needed. */
export async function signingJwks(): Promise<string> {
  const { generateSigningJwks } = await import('@voltpark/accounts');
  return generateSigningJwks();
}
