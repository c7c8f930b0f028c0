/** What a close frame has room for (RFC 6455, section 5.5.1); the library throws beyond. */
const longestReasonBytes = 123;

/** The reason, cut so that its UTF-8 fits into a close frame and no character is broken. */
export function closeReason(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(longestReasonBytes));
  return text.slice(0, read);
}
