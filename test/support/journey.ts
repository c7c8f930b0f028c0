import { afterAll, beforeAll, describe } from 'vitest';
import { Town, type Mode } from './town.js';

type Environment = Readonly<Record<string, string>>;

/** What a journey is told within, and whether it can be told. */
interface JourneyOptions {
  /** It counts what there is in the whole town, or takes the town apart: no other story plays beside it. */
  readonly alone?: boolean;
  /** Settings of its town that differ from the usual ones; for journeys that are told alone. A function: known only then. */
  readonly environment?: Environment | (() => Promise<Environment>);
  /** False: what it needs is not there, and it is skipped. */
  readonly onlyIf?: boolean;
}

/** A story that is told in both modes. */
export interface Journey {
  readonly alone: boolean;
  /** Registers its specs; `open` gives the town of the others in hooks and specs, where it is not told alone. */
  readonly tell: (mode: Mode, open: () => Town) => void;
}

/** A journey: its specs, which get the town that they are told in by `open()`. Starting a town takes seconds, so most share one. */
export function journey(
  title: string,
  ...rest: [body: (open: () => Town) => void] | [JourneyOptions, (open: () => Town) => void]
): Journey {
  const body = rest.at(-1) as (open: () => Town) => void;
  const options = rest.length === 2 ? rest[0] : {};
  const { alone = false, environment = {}, onlyIf = true } = options;
  return {
    alone,
    tell: (mode, open) =>
      describe.runIf(onlyIf)(title, () => {
        body(alone ? ownTown(mode, environment) : open);
      }),
  };
}

/** Tells journeys in one mode, one after another. */
export function tellAll(mode: Mode, journeys: readonly Journey[]): void {
  const shared = journeys.filter(({ alone }) => !alone);
  describe(mode, () => {
    describe('in one town', () => {
      const open = ownTown(mode, {});
      for (const { tell } of shared) tell(mode, open);
    });
    for (const { alone, tell } of journeys) if (alone) tell(mode, noTown);
  });
}

/** A town for the specs around; to be called where hooks are registered. */
function ownTown(mode: Mode, environment: Environment | (() => Promise<Environment>)): () => Town {
  let town: Town | undefined;
  beforeAll(async () => {
    const settings = typeof environment === 'function' ? await environment() : environment;
    town = await Town.open(mode, settings);
  });
  afterAll(() => town?.close());
  return () => town ?? noTown();
}

function noTown(): never {
  throw new Error('The town is open in hooks and specs only.');
}
