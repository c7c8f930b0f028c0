/**
 * Facilities whose figures may have changed since they were told. It is in memory, as the process that takes events
 * in is the one that tells; a new one begins by telling every facility once. An event is noted while its
 * transaction is still open, so a facility is looked at twice: at the next turn, and at the one after it.
 */
export class Touched {
  readonly #turns = new Map<string, number>();

  add(facilityId: string): void {
    this.#turns.set(facilityId, 2);
  }

  /** Those to be looked at now. */
  take(): string[] {
    const ids = [...this.#turns.keys()];
    for (const [id, turns] of this.#turns) {
      if (turns > 1) this.#turns.set(id, turns - 1);
      else this.#turns.delete(id);
    }
    return ids;
  }
}
