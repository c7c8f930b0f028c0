import { pino, type Logger as PinoLogger } from 'pino';

/** Structured log. Fields first, then a sentence: `log.info({ facilityId }, 'facility registered')`. */
export type Logger = PinoLogger;

/** Fields that must never reach a log, wherever they stand. */
const redacted = ['password', 'apiKey', 'token', 'authorization', 'cookie'].flatMap((name) => [
  name,
  `*.${name}`,
  `headers.${name}`,
]);

/** A logger for one part of the system, JSON lines on standard output. */
export function createLogger(part: string, level = process.env['LOG_LEVEL'] ?? 'info'): Logger {
  return pino({ name: part, level, redact: redacted, timestamp: pino.stdTimeFunctions.isoTime });
}
