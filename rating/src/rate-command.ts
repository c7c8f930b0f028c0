import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tariffSchema, traceSchema } from '@voltpark/contracts';
import { rateCharging } from './charging.js';
import type { Rating } from './rating.js';
import { TraceError } from './trace.js';

/** What a command leaves behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const usage = `Usage: npm run rate -- --tariff tariff.json --trace trace.json

Prints what a charging session costs by a tariff, as one JSON object.

  --tariff  an OCPI 2.2.1 Tariff, with "idle_fee" where there is one
  --trace   { "time_zone", "reservation_expired", "periods": [ { "start", "end", "activity",
              "energy_wh", "power_w", "current_a" } ] }
`;

/** Something about a file or the arguments that keeps the command from its work. */
class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

type Schema<T> = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
};
type ReadText = (path: string) => string;

/** Instead of the stack, the one thing to repair first. */
function parse<T>(file: string, text: string, schema: Schema<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CommandError(`${file}: not JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues;
  const place = first === undefined || first.path.length === 0 ? '' : `${first.path.join('.')}: `;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new CommandError(`${file}: ${place}${first?.message ?? 'not valid'}${more}`);
}

function read(file: string, directory: string, readText: ReadText): string {
  try {
    return readText(resolve(directory, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'no such file'
        : code === 'EISDIR'
          ? 'a folder, not a file'
          : 'cannot be read';
    throw new CommandError(`${file}: ${reason}${reason === 'cannot be read' ? ` (${code})` : ''}`);
  }
}

function filesOf(args: readonly string[]): { tariff: string; trace: string } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        tariff: { type: 'string' },
        trace: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return null;
    if (!values.tariff || !values.trace)
      throw new Error(`--${values.tariff ? 'trace' : 'tariff'} is missing`);
    return { tariff: values.tariff, trace: values.trace };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${usage}`, 2);
  }
}

/** The names of JSON files: snake_case, as OCPI's. */
function printed({ currency, total, lines }: Rating): string {
  const output = {
    currency,
    total: { excl_tax: total.exclTax, incl_tax: total.inclTax },
    lines: lines.map((line) => ({
      kind: line.kind,
      rule: line.rule,
      description: line.description,
      start: line.start,
      end: line.end,
      quantity: line.quantity,
      unit: line.unit,
      unit_price: line.unitPrice,
      tax_included: line.taxIncluded,
      tax_percent: line.taxPercent,
      excl_tax: line.exclTax,
      incl_tax: line.inclTax,
    })),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

/**
 * `rate --tariff … --trace …`: standard output is one JSON object or nothing.
 *
 * @param directory what relative paths are relative to.
 */
export function rateCommand(
  args: readonly string[],
  directory: string,
  readText: ReadText,
): Outcome {
  try {
    const files = filesOf(args);
    if (files === null) return { exitCode: 0, stdout: '', stderr: usage };
    const tariff = parse(files.tariff, read(files.tariff, directory, readText), tariffSchema);
    const trace = parse(files.trace, read(files.trace, directory, readText), traceSchema);
    try {
      return { exitCode: 0, stdout: printed(rateCharging(tariff, trace)), stderr: '' };
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      throw new CommandError(`${files.trace}: ${error.path}: ${error.message}`);
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { exitCode, message } = error;
    return { exitCode, stdout: '', stderr: `${message.trimEnd()}\n` };
  }
}
