/** `npm run rate -- --tariff tariff.json --trace trace.json` */
import { readFileSync } from 'node:fs';
import { rateCommand } from './rate-command.js';

// npm runs scripts in the root of the project, but paths are those of the one who called it.
const directory = process.env['INIT_CWD'] ?? process.cwd();
const { exitCode, stdout, stderr } = rateCommand(process.argv.slice(2), directory, (path) =>
  readFileSync(path, 'utf8'),
);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
