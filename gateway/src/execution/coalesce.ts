import type { FetchStep, Step } from './program.js';

/** One after the other, without needless nesting. Undefined when there is nothing to do. */
export function sequence(steps: readonly (Step | undefined)[]): Step | undefined {
  const flat = steps.flatMap((step) => {
    if (step === undefined) return [];
    return step.kind === 'sequence' ? step.steps : [step];
  });
  return flat.length <= 1 ? flat[0] : { kind: 'sequence', steps: flat };
}

/**
 * All at once, without needless nesting, and with equal entity fetches joined: a planner asks the same
 * subgraph the same question once for each path of the query; asked together it is one request, and an
 * entity that stands at several paths is loaded once. What follows each of the joined fetches follows the
 * joint one, where the same is done again.
 */
export function parallel(steps: readonly (Step | undefined)[]): Step | undefined {
  const flat = steps.flatMap((step) => {
    if (step === undefined) return [];
    return step.kind === 'parallel' ? step.steps : [step];
  });
  if (flat.length <= 1) return flat[0];
  const groups = new Map<string, { head: FetchStep; tail: Step | undefined }[]>();
  const joined: (Step | undefined)[] = [];
  for (const step of flat) {
    const { head, tail } = headAndTail(step);
    if (head?.kind !== 'fetch' || !head.isEntityFetch) {
      joined.push(step);
      continue;
    }
    const key = JSON.stringify([head.service, head.query, head.variableNames]);
    const group = groups.get(key);
    if (group) group.push({ head, tail });
    else groups.set(key, [{ head, tail }]);
  }
  for (const group of groups.values()) joined.push(join(group));
  const present = joined.filter((step) => step !== undefined);
  return present.length <= 1 ? present[0] : { kind: 'parallel', steps: present };
}

function headAndTail(step: Step): { head: Step | undefined; tail: Step | undefined } {
  if (step.kind !== 'sequence') return { head: step, tail: undefined };
  return { head: step.steps[0], tail: sequence(step.steps.slice(1)) };
}

function join(group: readonly { head: FetchStep; tail: Step | undefined }[]): Step | undefined {
  const [first, ...others] = group;
  if (!first) return undefined;
  if (others.length === 0) return sequence([first.head, first.tail]);
  const [target, ...targets] = first.head.targets;
  const head: FetchStep = {
    ...first.head,
    targets: [target, ...targets, ...others.flatMap((other) => other.head.targets)],
  };
  return sequence([head, parallel(group.map(({ tail }) => tail))]);
}
