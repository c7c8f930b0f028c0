import type { Ports } from './ports.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    /** Reading, by who may see what. */
    reads: ports.reads,
  };
}
