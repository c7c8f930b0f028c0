import { run, say } from './process.mjs';

/** Builds everything, or what the named packages need; cached, so that a second time is quick. */
export async function build(...packages) {
  say('building');
  const filters = packages.map((name) => `--filter=@voltpark/${name}`);
  await run(
    'turbo',
    ['run', 'build', '--output-logs=errors-only', '--log-order=grouped', ...filters],
    {
      quiet: true,
    },
  );
}
